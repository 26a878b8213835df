// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanAction.h"

#include "WritesNothing.h"

#include "core/Check.h"
#include "semantics/TellingBodies.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PreprocessorOptions.h"

using namespace clang;

namespace cotidy {

namespace {

/// Goes before the consumer of the checks: says which bodies need no parsing, and when all is parsed, which
/// declarations need no look.
class UserCodeOnly : public ASTConsumer {
public:
  void Initialize(ASTContext &Context) override { AST = &Context; }

  bool shouldSkipFunctionBody(Decl *D) override {
    const FunctionDecl *F = D->getAsFunction();
    return isInSystemHeader(D->getLocation()) && !(F && hasTellingBody(*F));
  }

  // Instances of templates hang on the template, so that those of the user's templates stay in sight wherever
  // they are made.
  void HandleTranslationUnit(ASTContext &Context) override {
    std::vector<Decl *> Scope;
    for (Decl *D : Context.getTranslationUnitDecl()->decls())
      if (!isInSystemHeader(D->getBeginLoc()) || !isInSystemHeader(D->getEndLoc()))
        Scope.push_back(D);
    Context.setTraversalScope(Scope);
  }

private:
  bool isInSystemHeader(SourceLocation Loc) const {
    const SourceManager &Sources = AST->getSourceManager();
    return Loc.isInvalid() || Sources.isInSystemHeader(Sources.getExpansionLoc(Loc));
  }

  ASTContext *AST = nullptr;
};

/// Has every function of the unit looked at, whether a check is on or not.
class NoCheck : public Check {
public:
  using Check::Check;
  static constexpr CheckInfo Info{"none", ""};
  void checkUnit() override {}
};

/// The checks of one unit, with the session they share: what clang-tidy's own consumer is made of, in our
/// hands.
class CheckConsumer : public ASTConsumer {
public:
  CheckConsumer(tidy::ClangTidyContext &Context, CompilerInstance &Compiler,
                const ScanActionSettings &Settings)
      : Shared(std::make_shared<Session>(Context)), Finder(finderOptions(Settings)) {
    Shared->setProgramStep(Settings.TakeFacts);
    Checks.push_back(std::make_unique<NoCheck>(CheckContext{"async-none", &Context, &NoCheck::Info, Shared}));
    for (const CheckEntry &Entry : allChecks()) {
      const std::string Name = ("async-" + Entry.Info->Name).str();
      if (!Settings.RunChecks || !Context.isCheckEnabled(Name))
        continue;
      std::unique_ptr<Check> Made = Entry.Make({Name, &Context, Entry.Info, Shared});
      if (Made->isLanguageVersionSupported(Compiler.getLangOpts()))
        Checks.push_back(std::move(Made));
    }
    Preprocessor &PP = Compiler.getPreprocessor();
    for (const std::unique_ptr<Check> &C : Checks) {
      C->registerMatchers(&Finder);
      C->registerPPCallbacks(Compiler.getSourceManager(), &PP, &PP);
    }
    Matching = Finder.newASTConsumer();
  }

  void HandleTranslationUnit(ASTContext &AST) override { Matching->HandleTranslationUnit(AST); }

private:
  static ast_matchers::MatchFinder::MatchFinderOptions finderOptions(const ScanActionSettings &Settings) {
    ast_matchers::MatchFinder::MatchFinderOptions Options;
#if COTIDY_LLVM_MAJOR >= 22
    Options.IgnoreSystemHeaders = !Settings.SystemHeaders;
#endif
    return Options;
  }

  std::shared_ptr<Session> Shared;
  std::vector<std::unique_ptr<Check>> Checks;
  ast_matchers::MatchFinder Finder;
  std::unique_ptr<ASTConsumer> Matching;
};

class ScanAction : public ASTFrontendAction {
public:
  ScanAction(tidy::ClangTidyContext &Context, const ScanActionSettings &Settings, FunctionList &Functions)
      : Context(Context), Settings(Settings), Functions(Functions) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler, StringRef File) override {
    SourceManager &Sources = Compiler.getSourceManager();
    Context.setSourceManager(&Sources);
    Context.setCurrentFile(File);
    Context.setASTContext(&Compiler.getASTContext());
    if (auto Folder = Sources.getFileManager().getVirtualFileSystem().getCurrentWorkingDirectory())
      Context.setCurrentBuildDirectory(*Folder);
    std::vector<std::unique_ptr<ASTConsumer>> All;
    if (!Settings.SystemHeaders)
      All.push_back(std::make_unique<UserCodeOnly>());
    All.push_back(std::make_unique<CheckConsumer>(Context, Compiler, Settings));
    All.push_back(listFunctions(Functions));
    return std::make_unique<MultiplexConsumer>(std::move(All));
  }

private:
  tidy::ClangTidyContext &Context;
  const ScanActionSettings &Settings;
  FunctionList &Functions;
};

} // namespace

std::unique_ptr<FrontendAction> ScanActionFactory::create() {
  return std::make_unique<ScanAction>(Context, Settings, Functions);
}

bool ScanActionFactory::runInvocation(std::shared_ptr<CompilerInvocation> Invocation, FileManager *Files,
                                      std::shared_ptr<PCHContainerOperations> Containers,
                                      DiagnosticConsumer *Diagnostics) {
  takeOutputsOut(*Invocation);
  // Sources see the same macro as in clang-tidy.
  Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
  Invocation->getFrontendOpts().SkipFunctionBodies = !Settings.SystemHeaders;
  return FrontendActionFactory::runInvocation(std::move(Invocation), Files, std::move(Containers),
                                              Diagnostics);
}

} // namespace cotidy
