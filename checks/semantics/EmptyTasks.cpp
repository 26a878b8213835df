// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/EmptyTasks.h"

#include "semantics/CoroutineOwners.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether \p E is a handle, a pointer, or in a template what may be one, that the awaiter keeps.
bool isKeptHandle(const Expr *E) {
  E = strip(E);
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  if (Call && isa_and_nonnull<CXXConversionDecl>(Call->getMethodDecl()))
    E = strip(Call->getImplicitObjectArgument());
  const QualType T = E->getType();
  return isa<MemberExpr, CXXDependentScopeMemberExpr>(E) &&
         (T->isDependentType() || T->isPointerType() || isHandle(T));
}

/// What \p S asks for whether it is there; null if it does not ask.
const Expr *askedFor(const Stmt &S) {
  if (const auto *If = dyn_cast<IfStmt>(&S))
    return If->getCond();
  if (const auto *Choice = dyn_cast<ConditionalOperator>(&S))
    return Choice->getCond();
  if (const auto *Not = dyn_cast<UnaryOperator>(&S))
    return Not->getOpcode() == UO_LNot ? Not->getSubExpr() : nullptr;
  if (const auto *Compare = dyn_cast<CXXOperatorCallExpr>(&S)) // `handle == nullptr`
    return Compare->isComparisonOp() ? Compare->getArg(0) : nullptr;
  const auto *Binary = dyn_cast<BinaryOperator>(&S);
  return Binary && (Binary->isLogicalOp() || Binary->isEqualityOp()) ? Binary->getLHS() : nullptr;
}

/// Whether the awaiter's method \p F does without the handle, or asks whether there is one; not so that it
/// throws where there is none.
bool doesWithoutHandle(Unit &U, const CXXMethodDecl &F) {
  if (constantResult(F))
    return true;
  const BodyIndex *Body = U.visibleBody(writtenDefinition(F));
  if (!Body)
    return false;
  bool Uses = false;
  for (const Stmt *S : Body->nodes()) {
    const Expr *Asked = S->getBeginLoc().isMacroID() ? nullptr : askedFor(*S); // an assertion asks nothing
    if (Asked && isKeptHandle(Asked)) {
      const auto *If = isa<IfStmt>(S) ? cast<IfStmt>(S) : Body->enclosing<IfStmt>(S);
      return !If || llvm::none_of(Body->nodes(), [&](const Stmt *Inner) {
        return isa<CXXThrowExpr>(Inner) && Body->contains(If, Inner);
      });
    }
    Uses |= isa<Expr>(S) && isKeptHandle(cast<Expr>(S));
  }
  return !Uses;
}

/// Whether nothing in \p Awaiter relies on a coroutine: not to be ready, and not to give the result.
bool isReadyWhenEmpty(Unit &U, const CXXRecordDecl &Awaiter) {
  const auto Ready = methodsNamed(Awaiter, "await_ready");
  const auto Resume = methodsNamed(Awaiter, "await_resume");
  auto DoesWithout = [&](const CXXMethodDecl *F) { return doesWithoutHandle(U, *F); };
  return !Ready.empty() && !Resume.empty() && llvm::all_of(Ready, DoesWithout) &&
         llvm::all_of(Resume, DoesWithout) &&
         llvm::none_of(Ready, [](const CXXMethodDecl *F) { return constantResult(*F) == false; });
}

} // namespace

bool isTaskWhenEmpty(Unit &U, const AwaitableInfo &Type) {
  if (!Type.Model && !ownsCoroutine(*Type.Class))
    return true;
  if (isReadyWhenEmpty(U, *Type.Class))
    return true;
  const NamedDecl *Found = memberNamed(*Type.Class, U.ast().DeclarationNames.getCXXOperatorName(OO_Coawait));
  const auto *Operator = Found ? dyn_cast_or_null<CXXMethodDecl>(Found->getAsFunction()) : nullptr;
  const CXXRecordDecl *Awaiter = Operator ? classOf(Operator->getReturnType()) : nullptr;
  return Awaiter && isReadyWhenEmpty(U, *Awaiter);
}

} // namespace cotidy
