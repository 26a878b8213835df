// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The models in force: the built-in ones and the user's, read once and then only looked up.

#ifndef COTIDY_MODELS_MODELSET_H
#define COTIDY_MODELS_MODELSET_H

#include "models/Model.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <memory>
#include <vector>

namespace cotidy {

/// Parses and validates one model. Errors read `path:line:column: what is wrong`; all of them are reported,
/// one a line.
llvm::Expected<Library> parseLibrary(llvm::MemoryBufferRef Text);

/// The same from a file of the user: a regular file of at most 1 MiB.
llvm::Expected<Library> readLibrary(llvm::StringRef Path);

/// Writes a model in the form that parseLibrary reads, with every `@::` spelt out.
void printLibrary(const Library &L, llvm::raw_ostream &OS);

/// Writes every key, word and placeholder as Markdown tables, for docs/models.md.
void printModelReference(llvm::raw_ostream &OS);

/// Thread-safe once made.
class ModelSet {
public:
  /// The built-in models. They are part of the program: a mistake in them is a bug that the tests find.
  static std::shared_ptr<const ModelSet> builtin();

  /// The built-in models with the user's files over them: an entry for a name replaces every built-in entry
  /// for that name. Errors name file, line and column.
  static llvm::Expected<std::shared_ptr<const ModelSet>> create(llvm::ArrayRef<std::string> UserFiles);

  llvm::ArrayRef<std::shared_ptr<const Library>> libraries() const { return Libraries; }
  const Library *library(llvm::StringRef Id) const;

  using Functions = llvm::SmallVector<const FunctionModel *, 2>;
  using Types = llvm::SmallVector<const TypeModel *, 2>;

  /// Every entry for \p F, whatever its conditions. A method is looked up in \p Receiver (the static class of
  /// the object), then in its bases up to the class that declares it, then as the methods it overrides; the
  /// first class with an entry speaks. A template is found by its pattern's name.
  Functions functions(const clang::FunctionDecl &F, const clang::CXXRecordDecl *Receiver = nullptr) const;

  /// The same for a function object: a call of operator() on the variable \p V.
  Functions variable(const clang::VarDecl &V) const;

  /// Every entry for the class itself (not for its bases).
  Types types(const clang::CXXRecordDecl &Class) const;

  /// The namespace of the library \p Id in which \p D is: `boost::asio`. The library's first if it is in
  /// none.
  llvm::StringRef namespaceOf(llvm::StringRef Id, const clang::NamedDecl &D) const;

  /// Fixes for \p For in the library \p Id: those of user files first, then in the order of the file.
  llvm::SmallVector<const FixModel *, 2> fixes(FixFor For, llvm::StringRef Id) const;

  /// Whether a call that opens a database says by this name, or string literal, that it is kept in memory.
  bool isInMemoryName(llvm::StringRef Name) const;
  bool isInMemoryText(llvm::StringRef Text) const;

  bool isTestFixture(const clang::CXXRecordDecl &Class) const; ///< the class itself, not its bases
  bool isTestMacro(llvm::StringRef Macro) const;
  /// Whether an assertion macro of a test framework expands to uses of \p D.
  bool isForAssertions(const clang::Decl &D) const;

  /// Whether \p D is the declaration with this qualified name, inline namespaces left out.
  static bool isNamed(const clang::NamedDecl &D, llvm::StringRef QualifiedName);

private:
  struct FunctionRow {
    std::string Scope;
    const FunctionModel *Entry;
    bool ExternC; ///< only a function with C linkage is meant
  };
  struct TypeRow {
    std::string Scope;
    const TypeModel *Entry;
  };

  void add(std::shared_ptr<const Library> L, bool Override);
  /// The entries for \p M in \p Class, else in the nearest bases towards the class that declares it.
  void methods(const clang::CXXMethodDecl &M, const clang::CXXRecordDecl &Class, llvm::StringRef Leaf,
               Functions &Found) const;

  std::vector<std::shared_ptr<const Library>> Libraries;
  llvm::StringMap<std::vector<FunctionRow>>
      ByFunction; ///< by the last part of the name, `*` for every method
  llvm::StringMap<std::vector<TypeRow>> ByType;
  llvm::StringMap<bool> TestMacros;
};

} // namespace cotidy

#endif
