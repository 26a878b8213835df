// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds task types that the compiler lets callers drop: without [[nodiscard]] a forgotten co_await compiles
// in silence, and the work never runs or loses its error.

#include "semantics/CoroutineCheck.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

/// The class that \p Maker makes; of one that depends on a template's parameters, the template's.
const CXXRecordDecl *resultOf(const FunctionDecl &Maker) {
  if (const CXXRecordDecl *Class = classOf(Maker.getReturnType()))
    return Class;
  const auto *Named = Maker.getReturnType()->getAs<TemplateSpecializationType>();
  const auto *Template =
      Named ? dyn_cast_or_null<ClassTemplateDecl>(Named->getTemplateName().getAsTemplateDecl()) : nullptr;
  return Template ? Template->getTemplatedDecl() : nullptr;
}

const CXXRecordDecl *asWritten(const CXXRecordDecl &Class) {
  const CXXRecordDecl *Pattern = Class.getTemplateInstantiationPattern();
  return (Pattern ? Pattern : &Class)->getDefinition();
}

class NodiscardTask : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"nodiscard-task", "finds task types that lack the nodiscard attribute",
                                  FixKind::Safe, Profile::LibraryAuthors, Instantiations::Any};

  // Who makes a coroutine's return object makes the task type known.
  void checkFunction(const FunctionDecl &F) override {
    const auto *Maker = dyn_cast<CXXMethodDecl>(&F);
    if (!Maker || !Maker->getDeclName().isIdentifier() || Maker->getName() != "get_return_object")
      return;
    const CXXRecordDecl *Result = resultOf(F);
    const AwaitableInfo *Type = Result ? unit().awaitables().info(*Result) : nullptr;
    const CXXRecordDecl *Class = Type && Type->MustConsume ? asWritten(*Result) : nullptr;
    if (!Class || Class->hasAttr<WarnUnusedResultAttr>())
      return;
    Finding Missing(Class->getLocation(),
                    llvm::formatv("{0} is not marked nodiscard, so a call whose awaitable is forgotten "
                                  "compiles without a warning; mark it",
                                  quoted(*Class))
                        .str());
    const ASTContext &AST = unit().ast();
    Missing.SafeFix.push_back(FixItHint::CreateInsertion(
        Lexer::getLocForEndOfToken(Class->getInnerLocStart(), 0, AST.getSourceManager(), AST.getLangOpts()),
        " [[nodiscard]]"));
    report(std::move(Missing), F);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(nodiscard_task, cotidy::NodiscardTask)
