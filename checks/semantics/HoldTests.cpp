// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HoldTests.h"

#include "semantics/HoldCalls.h"

using namespace clang;

namespace cotidy {

namespace {

std::optional<HoldTest> inverted(std::optional<HoldTest> T) {
  if (T)
    T->OwnedIfTrue = !T->OwnedIfTrue;
  return T;
}

} // namespace

std::optional<HoldTest> HoldTests::of(const Expr *E, unsigned Depth) {
  E = strip(E);
  if (!E || Depth == 0)
    return std::nullopt;
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot)
    return inverted(of(Not->getSubExpr(), Depth - 1));
  if (const auto *Binary = dyn_cast<BinaryOperator>(E); Binary && Binary->isEqualityOp())
    return comparison(Binary->getOpcode() == BO_EQ, Binary->getLHS(), Binary->getRHS(), Depth);
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(E))
    return of(Rewritten->getSemanticForm(), Depth - 1);
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
      Operator && (Operator->getOperator() == OO_EqualEqual || Operator->getOperator() == OO_ExclaimEqual))
    return comparison(Operator->getOperator() == OO_EqualEqual, Operator->getArg(0), Operator->getArg(1),
                      Depth);
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return of(Cast->getSubExpr(), Depth - 1);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    // const bool locked = m.try_lock();
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    if (Var && Var->isLocalVarDecl() && Var->getInit() && Var->getType()->isIntegralOrEnumerationType() &&
        !isReassigned(*Var))
      return of(Var->getInit(), Depth - 1);
    return std::nullopt;
  }
  const auto *Call = dyn_cast<CallExpr>(E);
  return Call ? call(*Call) : std::nullopt;
}

std::optional<HoldTest> HoldTests::call(const CallExpr &Call) {
  const CallSite &Site = U.calls().site(&Call);
  if (!Site.Callee)
    return std::nullopt;
  Place Where = placeOfObject(Site);
  bool OwnedIfTrue = true;
  if (const FunctionModel *M = Site.does(CallKind::TryLock); M && !isa<CXXMethodDecl>(Site.Callee)) {
    const Expr *On = M->Resource ? Site.arg(M->Resource) : Site.Args.empty() ? nullptr : Site.Args.front();
    Where = On ? placeOf(On) : Place();
    OwnedIfTrue = Call.getType()->isBooleanType(); // C functions return 0 when they got it
  }
  std::optional<unsigned> R = Table.known(Where);
  if (!R)
    return std::nullopt;
  if (Holdings::isTest(Site) || Types.change(Site, Table[*R].Type) == Change::Try ||
      !isa<CXXMethodDecl>(Site.Callee))
    return HoldTest{*R, OwnedIfTrue};
  return std::nullopt;
}

/// `m.try_lock() == false`, `pthread_mutex_trylock(&m) == 0`, `guard != nullptr`
std::optional<HoldTest> HoldTests::comparison(bool Equal, const Expr *Left, const Expr *Right,
                                              unsigned Depth) {
  Left = strip(Left);
  Right = strip(Right);
  std::optional<HoldTest> T;
  if (const auto *Literal = dyn_cast<CXXBoolLiteralExpr>(Right)) {
    T = of(Left, Depth - 1);
    return Equal == Literal->getValue() ? T : inverted(T);
  }
  if (isa<CXXNullPtrLiteralExpr>(Right) || Types.owner(Left->getType())) {
    if (std::optional<unsigned> R = Table.known(placeOf(Left)))
      return HoldTest{*R, !Equal};
    return std::nullopt;
  }
  T = of(Left, Depth - 1);
  // The constant that is compared with says success: 0, thrd_success, -1.
  if (T && Right->isEvaluatable(U.ast()))
    T->OwnedIfTrue = Equal;
  return T;
}

bool HoldTests::isReassigned(const VarDecl &Var) const {
  return llvm::any_of(Body.uses(Var), [&](const DeclRefExpr *Use) {
    const auto *Assign = dyn_cast_or_null<BinaryOperator>(Body.parent(Use));
    return Assign && Assign->isAssignmentOp() && strip(Assign->getLHS()) == Use;
  });
}

} // namespace cotidy
