// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Touches.h"

#include "semantics/Access.h"
#include "semantics/Sharing.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr unsigned MaxReferences = 4;

/// A class whose copies lead to one object: it has a pointer or reference to something that is not constant,
/// and is no container, string or view.
bool isHandleLike(Unit &U, QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  if (!Class || !Class->hasDefinition() || !methodsNamed(*Class, "begin").empty())
    return false;
  Class = Class->getDefinition();
  return isOrdered(U, Class) || llvm::any_of(Class->fields(), [&](const FieldDecl *F) {
           const QualType Held = F->getType();
           const CXXRecordDecl *Inner = classOf(Held, /*ThroughPointer=*/true);
           if (Held->isFunctionPointerType() || isSharable(U, Inner))
             return false;
           if (Held->isPointerType() || Held->isReferenceType())
             return !Held->getPointeeType().isConstQualified();
           return isSmartPointer(Held);
         });
}

class Collector {
public:
  Collector(Unit &U, const BodyIndex &Body, const Expr *Top, std::vector<Touch> &Found)
      : U(U), Body(Body), Top(Top), Found(Found) {}

  void collect(const Stmt *S);

private:
  void add(const ValueDecl *Named, const Expr *At, Place Of, bool OnlyReads);
  bool isOnlyRead(const Expr *Use) const;
  bool isOnlyReadBy(const Expr *Call, const Stmt *Child, bool &GoesOn) const;

  Unit &U;
  const BodyIndex &Body;
  const Expr *Top;
  std::vector<Touch> &Found;
};

/// Whether the call changes nothing of what its operand \p Child leads to; \p GoesOn if its result leads
/// there too.
bool Collector::isOnlyReadBy(const Expr *Call, const Stmt *Child, bool &GoesOn) const {
  const CallSite &Site = U.calls().site(Call);
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  const Expr *Here = strip(cast<Expr>(Child));
  const bool IsObject =
      Method && !isa<CXXConstructExpr>(Call) &&
      (isa<CXXMemberCallExpr>(Call) ? Child == cast<CallExpr>(Call)->getCallee() : Site.Object == Here);
  if (IsObject) {
    const OverloadedOperatorKind Operator = Method->getOverloadedOperator();
    const CXXRecordDecl *Class = Method->getParent();
    if (Class->isLambda())
      return llvm::none_of(Class->captures(), [](const LambdaCapture &Capture) {
        return Capture.capturesThis() || Capture.getCaptureKind() == LCK_ByRef;
      });
    const bool Looks = Method->isConst() || Operator == OO_Star || Operator == OO_Arrow ||
                       Operator == OO_Subscript || hasConstTwin(*Method);
    if (!Looks || Operator == OO_Call)
      return false;
    GoesOn = givesAccess(Method->getReturnType());
    return GoesOn || !isOrdered(U, Site.ObjectClass ? Site.ObjectClass : Class);
  }
  if (!Site.Callee)
    return false;
  if (passedOn(Site)) {
    GoesOn = true;
    return true;
  }
  for (unsigned I = 0; I != Site.Args.size() && I < Site.Callee->getNumParams(); ++I) {
    if (Site.Args[I] == Here)
      return granted(Site, I) == Grants::Nothing && !isHandleLike(U, Site.Callee->getParamDecl(I)->getType());
  }
  return false;
}

bool Collector::isOnlyRead(const Expr *Use) const {
  const Stmt *Child = Use;
  for (const Stmt *Up = Body.parent(Use); Up && Child != Top; Child = Up, Up = Body.parent(Up)) {
    if (const auto *Cast = dyn_cast<ImplicitCastExpr>(Up)) {
      if (Cast->getCastKind() == CK_LValueToRValue &&
          (!Cast->getType()->isPointerType() || Cast->getType()->getPointeeType().isConstQualified()))
        return true;
      continue;
    }
    if (const auto *Unary = dyn_cast<UnaryOperator>(Up)) {
      if (Unary->isIncrementDecrementOp())
        return false;
      continue;
    }
    if (const auto *Binary = dyn_cast<BinaryOperator>(Up)) {
      if (Binary->isAssignmentOp() && Binary->getLHS() == Child)
        return false;
      continue;
    }
    if (isa<LambdaExpr>(Up))
      return false;
    if (!isa<CallExpr, CXXConstructExpr>(Up))
      continue;
    bool GoesOn = false;
    const bool OnlyReads = isOnlyReadBy(cast<Expr>(Up), Child, GoesOn);
    if (!OnlyReads || !GoesOn)
      return OnlyReads;
  }
  return false;
}

void Collector::add(const ValueDecl *Named, const Expr *At, Place Of, bool OnlyReads) {
  const CXXRecordDecl *Class = classOf(At->getType(), /*ThroughPointer=*/true);
  OnlyReads |= isSharable(U, Class) && !isOrdered(U, Class);
  Found.push_back({std::move(Of), At, Named, OnlyReads});
}

void Collector::collect(const Stmt *S) {
  if (!S)
    return;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    const auto *Object = dyn_cast<ValueDecl>(Ref->getDecl());
    const auto *Var = dyn_cast<VarDecl>(Object);
    const bool IsConstant = Var && Var->getType().isConstQualified() && !isPointerLike(Var->getType()) &&
                            !isHandleLike(U, Var->getType());
    if (!isa<VarDecl, BindingDecl>(Object) || IsConstant)
      return;
    const bool OnlyReads = isOnlyRead(Ref);
    add(Object, Ref, placeOf(Ref), OnlyReads);
    // What a local pointer or view was made from may be what it leads to.
    for (unsigned I = 0; I != MaxReferences && Var && Var->isLocalVarDecl() && Var->getInit(); ++I) {
      if (!isPointerLike(Var->getType()) && !Var->getType()->isReferenceType())
        break;
      const Expr *Init = strip(Var->getInit());
      Place From = placeOf(Init);
      const auto *Next = dyn_cast<DeclRefExpr>(Init);
      if (!From.empty())
        add(Object, Ref, std::move(From), OnlyReads);
      Var = Next ? dyn_cast<VarDecl>(Next->getDecl()) : nullptr;
    }
    return;
  }
  if (const auto *Member = dyn_cast<MemberExpr>(S); Member && isa<FieldDecl>(Member->getMemberDecl())) {
    Place Of = placeOf(Member);
    if (!Of.empty())
      return add(Member->getMemberDecl(), Member, std::move(Of), isOnlyRead(Member));
  }
  if (isa<CXXThisExpr>(S))
    return add(nullptr, cast<Expr>(S), placeOfThis(), isOnlyRead(cast<Expr>(S)));
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Init : Lambda->capture_inits())
      collect(Init);
    return;
  }
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(S))
    return collect(Default->getExpr());
  for (const Stmt *Child : S->children())
    collect(Child);
}

} // namespace

std::vector<Touch> touchesOf(Unit &U, const BodyIndex &Body, const Expr *E) {
  std::vector<Touch> Found;
  Collector(U, Body, E, Found).collect(E);
  return Found;
}

const Touch *conflict(ArrayRef<Touch> First, ArrayRef<Touch> Second) {
  for (const Touch &Here : Second)
    for (const Touch &Before : First)
      if (!(Here.OnlyReads && Before.OnlyReads) &&
          (isWithin(Here.Of, Before.Of) || isWithin(Before.Of, Here.Of)))
        return &Here;
  return nullptr;
}

} // namespace cotidy
