// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Place.h"

#include "semantics/BodyIndex.h"

#include "clang/AST/DeclCXX.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace cotidy {

namespace {

const char ThisMark = 0;

/// The one argument of a standard function that only names its argument anew.
const Expr *renamed(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee || Call.getNumArgs() != 1)
    return nullptr;
  switch (Callee->getBuiltinID()) {
  case Builtin::BImove:
  case Builtin::BImove_if_noexcept:
  case Builtin::BIforward:
  case Builtin::BIas_const:
  case Builtin::BIaddressof:
  case Builtin::BI__addressof:
    return Call.getArg(0);
  default:
    return nullptr;
  }
}

Place with(Place P, const void *Step) {
  if (!P.empty())
    P.push_back(Step);
  return P;
}

/// A constant index or a place, as one more step.
bool addIndex(Place &P, const Expr *Index) {
  Index = strip(Index);
  if (const auto *Number = dyn_cast<IntegerLiteral>(Index)) {
    P.push_back(reinterpret_cast<const void *>(uintptr_t(Number->getValue().getLimitedValue()) * 2 + 1));
    return true;
  }
  Place Variable = placeOf(Index);
  P.append(Variable);
  return !Variable.empty();
}

Place placeOfCall(const CallExpr &Call) {
  if (const Expr *Same = renamed(Call))
    return placeOf(Same);
  const auto *Callee = Call.getDirectCallee();
  if (!Callee)
    return {};
  Place P;
  unsigned FirstArg = 0;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    P = placeOf(Member->getImplicitObjectArgument());
    // get(), value(), operator->() of what points to one object
    bool Follows = Call.getNumArgs() == 0 && Callee->getDeclName().isIdentifier() &&
                   (Callee->getName() == "get" || Callee->getName() == "value");
    if (Follows)
      return P;
  } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call)) {
    P = placeOf(Operator->getArg(0));
    if (Operator->getOperator() == OO_Arrow || (Operator->getOperator() == OO_Star && Call.getNumArgs() == 1))
      return P;
    FirstArg = 1;
  } else {
    P.push_back(Callee->getCanonicalDecl());
  }
  // What the function returns is taken to be the same object each time, if it is returned by reference.
  if (P.empty() || !Call.isGLValue())
    return {};
  P.push_back(Callee->getCanonicalDecl());
  for (unsigned I = FirstArg; I != Call.getNumArgs(); ++I)
    if (!addIndex(P, Call.getArg(I)))
      return {};
  return P;
}

} // namespace

bool extendsTemporary(const VarDecl &V) {
  const Expr *Init = V.getInit();
  if (!Init || !V.getType()->isReferenceType())
    return false;
  if (const auto *Full = dyn_cast<ExprWithCleanups>(Init))
    Init = Full->getSubExpr();
  const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Init->IgnoreParenImpCasts());
  if (!Temporary)
    Temporary = dyn_cast<MaterializeTemporaryExpr>(Init);
  return Temporary && Temporary->getExtendingDecl() == &V;
}

Place placeOfThis() { return {&ThisMark}; }

const VarDecl *rootVariable(const Place &P) {
  return P.empty() || P.front() == &ThisMark ? nullptr
                                             : dyn_cast<VarDecl>(static_cast<const Decl *>(P.front()));
}

Place placeOf(const ValueDecl &D) {
  if (const auto *Binding = dyn_cast<BindingDecl>(&D))
    if (const Expr *Member = Binding->getBinding())
      return placeOf(Member);
  const auto *Var = dyn_cast<VarDecl>(&D);
  if (Var && Var->isLocalVarDecl() && Var->getType()->isReferenceType() && Var->getInit() &&
      !extendsTemporary(*Var))
    if (Place Referred = placeOf(Var->getInit()); !Referred.empty())
      return Referred;
  if (Var || isa<BindingDecl>(D))
    return {D.getCanonicalDecl()};
  return {};
}

Place placeOf(const Expr *E) {
  E = strip(E);
  if (!E)
    return {};
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return placeOf(*Ref->getDecl());
  if (isa<CXXThisExpr>(E))
    return placeOfThis();
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl()))
      return with(placeOf(Member->getBase()), Field->getCanonicalDecl());
    if (const auto *Static = dyn_cast<VarDecl>(Member->getMemberDecl()))
      return {Static->getCanonicalDecl()};
    return {};
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return Unary->getOpcode() == UO_Deref || Unary->getOpcode() == UO_AddrOf ? placeOf(Unary->getSubExpr())
                                                                             : Place();
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return Cast->isGLValue() || Cast->getType()->isPointerType() ? placeOf(Cast->getSubExpr()) : Place();
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E)) {
    Place P = placeOf(Element->getBase());
    return !P.empty() && addIndex(P, Element->getIdx()) ? P : Place();
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return placeOfCall(*Call);
  return {};
}

bool isWithin(const Place &Inner, const Place &Outer) {
  return !Outer.empty() && Inner.size() >= Outer.size() &&
         std::equal(Outer.begin(), Outer.end(), Inner.begin());
}

const Expr *withoutMove(const Expr *E) {
  for (E = strip(E); E; E = strip(E)) {
    const auto *Call = dyn_cast<CallExpr>(E);
    const auto *Cast = dyn_cast<ExplicitCastExpr>(E);
    if (const Expr *Same = Call ? renamed(*Call) : nullptr)
      E = Same;
    else if (Cast && Cast->isGLValue())
      E = Cast->getSubExpr();
    else
      break;
  }
  return E;
}

} // namespace cotidy
