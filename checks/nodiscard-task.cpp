// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds task types that the compiler lets callers drop: without [[nodiscard]] a forgotten co_await compiles
// in silence, and the work never runs or loses its error.

#include "semantics/CoroutineCheck.h"
#include "semantics/TemplateArguments.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

const CXXRecordDecl *asWritten(const CXXRecordDecl &Class) {
  const CXXRecordDecl *Pattern = Class.getTemplateInstantiationPattern();
  return (Pattern ? Pattern : &Class)->getDefinition();
}

class NodiscardTask : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"nodiscard-task", "finds task types that lack the nodiscard attribute",
                                  FixKind::Safe, Profile::LibraryAuthors, Instantiations::Any};

  // Who makes a coroutine's return object makes the task type known, and may be defined elsewhere.
  void checkFunction(const FunctionDecl &F) override {
    const CXXMethodDecl *Maker = makerOf(F);
    const CXXRecordDecl *Result = Maker ? classOrTemplate(Maker->getReturnType()) : nullptr;
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

private:
  /// What makes the return objects: of the promise that \p F is a method of, or of the coroutine that it is.
  const CXXMethodDecl *makerOf(const FunctionDecl &F) const {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    const CXXRecordDecl *Class = Method ? Method->getParent() : nullptr;
    if (unit().coroutine(F)) {
      const CXXRecordDecl *Task = classOf(F.getReturnType());
      Class = Task ? unit().awaitables().promiseOf(*Task) : nullptr;
    }
    const auto Makers =
        Class ? methodsNamed(*Class, "get_return_object") : SmallVector<const CXXMethodDecl *, 2>();
    return Makers.empty() ? nullptr : Makers.front();
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(nodiscard_task, cotidy::NodiscardTask)
