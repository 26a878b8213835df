// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanAction.h"

#include "WritesNothing.h"

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

class ScanAction : public ASTFrontendAction {
public:
  ScanAction(tidy::ClangTidyASTConsumerFactory &Consumers, bool SystemHeaders, FunctionList &Functions)
      : Consumers(Consumers), SystemHeaders(SystemHeaders), Functions(Functions) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler, StringRef File) override {
    std::vector<std::unique_ptr<ASTConsumer>> All;
    if (!SystemHeaders)
      All.push_back(std::make_unique<UserCodeOnly>());
    All.push_back(Consumers.createASTConsumer(Compiler, File));
    All.push_back(listFunctions(Functions));
    return std::make_unique<MultiplexConsumer>(std::move(All));
  }

private:
  tidy::ClangTidyASTConsumerFactory &Consumers;
  bool SystemHeaders;
  FunctionList &Functions;
};

} // namespace

ScanActionFactory::ScanActionFactory(tidy::ClangTidyContext &Context, bool SystemHeaders,
                                     FunctionList &Functions)
    : Consumers(Context), SystemHeaders(SystemHeaders), Functions(Functions) {}

std::unique_ptr<FrontendAction> ScanActionFactory::create() {
  return std::make_unique<ScanAction>(Consumers, SystemHeaders, Functions);
}

bool ScanActionFactory::runInvocation(std::shared_ptr<CompilerInvocation> Invocation, FileManager *Files,
                                      std::shared_ptr<PCHContainerOperations> Containers,
                                      DiagnosticConsumer *Diagnostics) {
  takeOutputsOut(*Invocation);
  // Sources see the same macro as in clang-tidy.
  Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
  Invocation->getFrontendOpts().SkipFunctionBodies = !SystemHeaders;
  return FrontendActionFactory::runInvocation(std::move(Invocation), Files, std::move(Containers),
                                              Diagnostics);
}

} // namespace cotidy
