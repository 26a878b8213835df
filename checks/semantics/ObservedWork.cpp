// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ObservedWork.h"

#include "semantics/Place.h"

using namespace clang;

namespace cotidy {

namespace {

class Outcome {
public:
  Outcome(Unit &U, const BodyIndex &Body, const Expr &Since) : U(U), Body(Body), Since(Since) {}

  /// Whether the call \p Site is given something to tell by.
  bool isGivenTo(const CallSite &Site) const {
    for (unsigned I = 0; I < Site.Args.size() && I < Site.Callee->getNumParams(); ++I) {
      const QualType Taken = Site.Callee->getParamDecl(I)->getType();
      const Place At = Taken->isLValueReferenceType() ? placeOf(Site.Args[I]) : Place();
      if (tells(Taken->getPointeeType(), rootVariable(At)))
        return true;
    }
    return false;
  }

  /// Whether \p Callee is a lambda that has such a thing by reference.
  bool isCapturedBy(const FunctionDecl &Callee) const {
    const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
    return Method && Method->getParent()->isLambda() &&
           llvm::any_of(Method->getParent()->captures(), [&](const LambdaCapture &Capture) {
             return Capture.capturesVariable() && Capture.getCaptureKind() == LCK_ByRef &&
                    tells(Capture.getCapturedVar()->getType(), dyn_cast<VarDecl>(Capture.getCapturedVar()));
           });
  }

private:
  /// Whether \p Local, of type \p T, is a variable of this function that is read after the work has begun: a
  /// flag, a number, or a result that is not there yet.
  bool tells(QualType T, const VarDecl *Local) const {
    if (!Local || !Local->isLocalVarDecl() || T.isConstQualified())
      return false;
    const bool IsResult = T->isScalarType() || U.awaitables().model(T, TypeKind::Monadic) ||
                          U.awaitables().model(T, TypeKind::Error);
    return IsResult && llvm::any_of(Body.uses(*Local), [&](const DeclRefExpr *Use) {
             return Body.isBefore(&Since, Use) && !Body.contains(&Since, Use);
           });
  }

  Unit &U;
  const BodyIndex &Body;
  const Expr &Since;
};

} // namespace

bool isObserved(Unit &U, const BodyIndex &Body, const VarDecl &Var) {
  if (!Var.getInit())
    return false;
  const Outcome Told(U, Body, *Var.getInit());
  return llvm::any_of(Body.calls(), [&](const Expr *Call) {
    const AwaitableInfo *Made = U.awaitables().info(Call->getType());
    if (!Made || Made->Starts != Start::Eager || !Body.contains(Var.getInit(), Call))
      return false;
    const CallSite &Site = U.calls().site(Call);
    return Site.Callee && (Told.isGivenTo(Site) || Told.isCapturedBy(*Site.Callee));
  });
}

} // namespace cotidy
