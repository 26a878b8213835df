// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "core/Check.h"

#include "llvm/Support/FormatVariadic.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace cotidy {

namespace {
AST_MATCHER(FunctionDecl, hasBodyHere) {
  return Node.doesThisDeclarationHaveABody() && !Node.hasSkippedBody() && !Node.isDefaulted();
}
} // namespace

Check::Check(const CheckContext &Context)
    : ClangTidyCheck(Context.Name, Context.Tidy), Info(Context.Info), Shared(Context.Shared) {}

Check::~Check() = default;

void Check::registerMatchers(MatchFinder *Finder) {
  // One matcher for all the checks: forty would cost forty look-ups at every function of every header.
  if (Shared->adopt(*this))
    Finder->addMatcher(functionDecl(hasBodyHere()).bind("function"), this);
}

void Check::registerPPCallbacks(const SourceManager &, Preprocessor *PP, Preprocessor *) {
  if (Shared->watchesIncludes())
    return;
  Shared->watchIncludes(*PP);
}

void Check::check(const MatchFinder::MatchResult &Result) {
  Shared->collect(*Result.Nodes.getNodeAs<FunctionDecl>("function"), *Result.Context);
}

void Check::onEndOfTranslationUnit() { Shared->finish(); }

void Check::storeOptions(tidy::ClangTidyOptions::OptionMap &Map) {
  for (const OptionInfo &O : Declared)
    Options.store(Map, O.Name, StringRef(O.Value));
}

bool Check::option(StringRef OptionName, bool Default, StringRef Help) {
  bool Value = Options.get(OptionName, Default);
  Declared.push_back({OptionName.str(), Default ? "true" : "false", Value ? "true" : "false", Help.str()});
  return Value;
}

unsigned Check::option(StringRef OptionName, unsigned Default, StringRef Help) {
  unsigned Value = Options.get(OptionName, Default);
  Declared.push_back({OptionName.str(), llvm::utostr(Default), llvm::utostr(Value), Help.str()});
  return Value;
}

std::string Check::option(StringRef OptionName, const char *Default, StringRef Help) {
  std::string Value = Options.get(OptionName, Default).str();
  Declared.push_back({OptionName.str(), Default, Value, Help.str()});
  return Value;
}

std::vector<std::string> Check::list(StringRef OptionName, const char *Default, StringRef Help) {
  std::vector<std::string> Items;
  std::string Value = option(OptionName, Default, Help);
  SmallVector<StringRef> Parts;
  StringRef(Value).split(Parts, ';', -1, /*KeepEmpty=*/false);
  for (StringRef Part : Parts)
    if (StringRef Trimmed = Part.trim(); !Trimmed.empty())
      Items.push_back(Trimmed.str());
  return Items;
}

void Check::report(Finding F, const FunctionDecl &In) { Shared->add(*this, std::move(F), In); }

std::string quoted(const NamedDecl &D) {
  std::string Text = "'";
  llvm::raw_string_ostream OS(Text);
  if (isa<FunctionDecl>(D)) // whatever its template arguments
    OS << D.getDeclName();
  else
    D.getNameForDiagnostic(OS, D.getASTContext().getPrintingPolicy(), /*Qualified=*/false);
  OS << "'";
  return Text;
}

} // namespace cotidy
