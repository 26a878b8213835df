// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the checks of one translation unit share: the functions to look at, facts computed once, and the
// findings until they are written out. It lives as long as the checks of that unit; there are no globals.

#ifndef COTIDY_CORE_SESSION_H
#define COTIDY_CORE_SESSION_H

#include "core/Finding.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace clang {
class Preprocessor;
namespace tidy {
class ClangTidyContext;
}
namespace tidy::utils {
class IncludeInserter;
}
} // namespace clang

namespace cotidy {

class Check;

class Session {
public:
  /// Base of what a layer above keeps per unit.
  struct Facts {
    virtual ~Facts() = default;
  };

  explicit Session(clang::tidy::ClangTidyContext &Tidy);
  ~Session();

  /// A finding that other units of the program have a say in. It has been written out like any other, so that
  /// comments, filters and configuration have had theirs.
  struct OpenFinding {
    std::string Check; ///< with the prefix
    std::string Message;
    uint64_t Offset;
    unsigned Question;
    bool Hidden;
  };
  using ProgramStep = std::function<void(Session &, llvm::ArrayRef<OpenFinding>)>;

  /// Has the unit analysed as a part of a program. \p Step is called when every check is done.
  void setProgramStep(ProgramStep Step) { AtEnd = std::move(Step); }
  bool isPartOfProgram() const { return static_cast<bool>(AtEnd); }

  clang::ASTContext &ast() const { return *AST; }
  clang::tidy::ClangTidyContext &tidy() const { return Tidy; }

  /// Every function with a body that is to be analysed, in the order of appearance: not in a system header
  /// (unless asked for), without compile errors and, of a template, its instantiations, or the pattern if
  /// there are none.
  llvm::ArrayRef<const clang::FunctionDecl *> functions() const { return Functions; }

  /// The facts of type \p T, made at first use from this session.
  template <typename T> T &facts() {
    static const char Key = 0;
    if (const auto Known = Kept.find(&Key); Known != Kept.end())
      return static_cast<T &>(*Known->second);
    auto Made = std::make_unique<T>(*this); // which may ask for others
    return static_cast<T &>(*(Kept[&Key] = std::move(Made)));
  }

  /// The edit that makes \p Header (`<a/b.hpp>` or `"a.h"`) included in the file of \p Loc; none if it is
  /// already.
  std::optional<clang::FixItHint> include(clang::SourceLocation Loc, llvm::StringRef Header);

  /// Whether \p Header, spelled as for include(), is in one of the folders headers are looked for in.
  bool hasHeader(llvm::StringRef Header) const;

  /// Whether the warning at \p Loc may carry a fix: it is not in a macro.
  static bool mayFix(clang::SourceLocation Loc) { return Loc.isValid() && Loc.isFileID(); }

private:
  friend class Check;
  struct Pending {
    const Check *From;
    Finding What;
    llvm::SmallPtrSet<const clang::FunctionDecl *, 2> In;
  };

  /// The first check of the unit does the matching for all.
  bool adopt(Check &C);
  bool watchesIncludes() const;
  void watchIncludes(clang::Preprocessor &PP);
  void collect(const clang::FunctionDecl &F, clang::ASTContext &Context);
  void settleTemplates();
  void add(const Check &From, Finding F, const clang::FunctionDecl &In);
  void finish();
  void write(const Pending &P) const;
  std::optional<clang::SourceLocation> reportLocation(clang::SourceLocation Loc) const;

  clang::tidy::ClangTidyContext &Tidy;
  clang::ASTContext *AST = nullptr;
  const clang::Preprocessor *PP = nullptr;
  std::vector<Check *> Checks;
  std::vector<const clang::FunctionDecl *> Functions;
  llvm::DenseSet<const clang::FunctionDecl *> Collected;
  llvm::DenseMap<clang::SourceLocation, unsigned> Instances; ///< by the place of the pattern
  std::map<std::pair<std::string, clang::SourceLocation>, Pending> Findings;
  llvm::DenseMap<const char *, std::unique_ptr<Facts>> Kept;
  ProgramStep AtEnd;
  std::unique_ptr<clang::tidy::utils::IncludeInserter> Includes;
  std::map<std::pair<unsigned, std::string>, std::optional<clang::FixItHint>>
      Inserted; ///< by file and header
};

} // namespace cotidy

#endif
