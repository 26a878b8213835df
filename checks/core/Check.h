// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a check is: its metadata, its options (declared once, as members), and the road to a report.

#ifndef COTIDY_CORE_CHECK_H
#define COTIDY_CORE_CHECK_H

#include "core/Finding.h"
#include "core/Session.h"

#include "clang-tidy/ClangTidyCheck.h"
#include <memory>
#include <type_traits>
#include <vector>

namespace cotidy {

/// The strength of the fixes a check gives. See docs/checks.md, "Fixes".
enum class FixKind { None, Safe, Offered };

/// The set of checks that are on together by default.
enum class Profile { Recommended, Strict, LibraryAuthors, Tests };

/// A template is analysed once per instantiation and reported once: when is a finding in some of them enough?
enum class Instantiations { Any, Every };

/// What is known of a check without running it; a constant in the check's file.
struct CheckInfo {
  llvm::StringRef Name;    ///< without the `async-` prefix; the stem of the check's three files
  llvm::StringRef Summary; ///< one clause: "finds ..."
  FixKind Fix = FixKind::None;
  Profile In = Profile::Recommended;
  Instantiations Agree = Instantiations::Every;
};

/// One option as it was declared.
struct OptionInfo {
  std::string Name;
  std::string Default;
  std::string Value;
  std::string Help; ///< one clause, lower case; says the unit and what empty means
};

/// What the module hands to a check it makes.
struct CheckContext {
  llvm::StringRef Name; ///< with the prefix
  clang::tidy::ClangTidyContext *Tidy;
  const CheckInfo *Info;
  std::shared_ptr<Session> Shared;
};

class Check : public clang::tidy::ClangTidyCheck {
public:
  explicit Check(const CheckContext &Context);
  ~Check() override;

  /// Called once, after the unit is parsed. Findings are written out in source order when every check is
  /// done.
  virtual void checkUnit() = 0;

  const CheckInfo &info() const { return *Info; }
  llvm::ArrayRef<OptionInfo> options() const { return Declared; }

  bool isLanguageVersionSupported(const clang::LangOptions &Lang) const final { return Lang.Coroutines; }
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void registerPPCallbacks(const clang::SourceManager &Sources, clang::Preprocessor *PP,
                           clang::Preprocessor *ModuleExpander) final;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;
  void onEndOfTranslationUnit() final;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Map) final;

protected:
  /// Declares an option: reads it, stores it for `--dump-config`, and documents it.
  bool option(llvm::StringRef OptionName, bool Default, llvm::StringRef Help);
  unsigned option(llvm::StringRef OptionName, unsigned Default, llvm::StringRef Help);
  std::string option(llvm::StringRef OptionName, const char *Default, llvm::StringRef Help);
  /// A list separated by semicolons.
  std::vector<std::string> list(llvm::StringRef OptionName, const char *Default, llvm::StringRef Help);

  /// Reports a finding in \p In. A place in a macro becomes its expansion, without fixes; the same place in
  /// several instantiations becomes one report.
  void report(Finding F, const clang::FunctionDecl &In);

  Session &session() const { return *Shared; }

private:
  friend class Session;
  const CheckInfo *Info;
  std::shared_ptr<Session> Shared;
  std::vector<OptionInfo> Declared;
};

/// How the module learns of a check.
struct CheckEntry {
  const CheckInfo *Info;
  std::unique_ptr<Check> (*Make)(const CheckContext &);
};

template <typename T> CheckEntry makeCheckEntry() {
  static_assert(std::is_base_of_v<Check, T>);
  return {&T::Info, [](const CheckContext &C) -> std::unique_ptr<Check> { return std::make_unique<T>(C); }};
}

/// Every check, in the order of the names.
llvm::ArrayRef<CheckEntry> allChecks();

} // namespace cotidy

/// Publishes a check under the identifier that is its file name with underscores.
#define COTIDY_CHECK(Identifier, Class)                                                                      \
  namespace cotidy {                                                                                         \
  CheckEntry checkEntry_##Identifier();                                                                      \
  CheckEntry checkEntry_##Identifier() { return makeCheckEntry<Class>(); }                                   \
  }

#endif
