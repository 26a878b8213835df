// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopEffects.h"

#include "semantics/Access.h"
#include "semantics/AwaitedCalls.h"
#include "semantics/Naming.h"
#include "semantics/SharedAccess.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr unsigned MaxAliasDepth = 4;

constexpr llvm::StringLiteral SendWords[] = {"write", "send"};

/// Something operations work on, rather than data they fill: a class that is no container, or of which only
/// the name is known here.
bool isResource(QualType T) {
  const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
  return Class && (!Class->hasDefinition() || methodsNamed(*Class, "begin").empty());
}

/// A copy of a pointer that shares its object, as an argument is made.
bool isSharedCopy(const Stmt &S) {
  const auto *Made = dyn_cast<CXXConstructExpr>(&S);
  return Made && Made->getConstructor()->isCopyOrMoveConstructor() && isSmartPointer(Made->getType());
}

} // namespace

LoopEffects::LoopEffects(Unit &U, const BodyIndex &Body, const LoopParts &Parts)
    : U(U), Body(Body), Parts(Parts), Objects(U, Body, Parts) {
  collectUses();
  collectWrites();
}

void LoopEffects::collectUses() {
  for (const Stmt *S : Parts.nodes()) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      const ValueDecl *Object = Objects.resolved(objectOf(Ref->getDecl()));
      if (Object && !Objects.isParted(Object))
        Uses.push_back({Object, Ref});
    } else if (const auto *Member = dyn_cast<MemberExpr>(S)) {
      if (isa<CXXThisExpr>(strip(Member->getBase())) || Objects.partOf(*Member))
        if (const ValueDecl *Field = objectOf(Member->getMemberDecl()))
          Uses.push_back({Field, Member});
    }
  }
}

/// What the lambda that \p Site calls does to \p Member in its body.
void LoopEffects::addCaptured(const CallSite &Site, const BodyIndex &Inner, const MemberExpr &Member,
                              bool Waits) {
  const ValueDecl *Of = objectOf(Member.getMemberDecl());
  Uses.push_back({Of, Site.Object});
  const Touch Does = touchOf(Inner, Member).What;
  if (Does != Touch::Read && Does != Touch::Element && Does != Touch::Other)
    Writes.push_back({Of, Site.E, false, Waits});
}

/// A lambda that is called uses, and may write, the data it has references to.
void LoopEffects::addCaptures(const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  if (!Method || !Method->getParent()->isLambda() || !Method->getBody() || !Site.Object)
    return;
  const BodyIndex &Inner = U.body(*Method);
  const bool Waits = llvm::any_of(Inner.suspensions(),
                                  [&](const Suspension &At) { return U.awaitables().maySuspend(At.E); });
  for (const LambdaCapture &Capture : Method->getParent()->captures()) {
    const auto *Captured = Capture.capturesVariable() ? cast<ValueDecl>(Capture.getCapturedVar()) : nullptr;
    const bool ByReference = Capture.getCaptureKind() == LCK_ByRef;
    if (!Captured || (!ByReference && !isPointerLike(Captured->getType())))
      continue;
    const ValueDecl *To = Objects.resolved(objectOf(Captured));
    if (To && Objects.isParted(To)) {
      for (const DeclRefExpr *Use : Inner.uses(*Captured))
        if (const MemberExpr *Member = memberOf(Inner, *Use))
          addCaptured(Site, Inner, *Member, Waits);
      continue;
    }
    if (!ByReference)
      continue;
    if (!To || isResource(Captured->getType()))
      continue;
    Uses.push_back({To, Site.Object});
    const bool Changes = llvm::any_of(Inner.uses(*Captured), [&](const DeclRefExpr *Use) {
      const auto *Cast = dyn_cast_or_null<ImplicitCastExpr>(Inner.parent(Use));
      return !Cast || (Cast->getCastKind() != CK_LValueToRValue && !Cast->getType().isConstQualified());
    });
    if (Changes)
      Writes.push_back({To, Site.E, false, Waits});
  }
}

/// A write to \p To by \p From, through a place of type \p PlaceType.
void LoopEffects::write(const ValueDecl *To, const Stmt *From, bool Through, QualType PlaceType) {
  // What runs the work carries nothing from one piece to the next.
  if (const CXXRecordDecl *Class = classOf(To->getType(), /*ThroughPointer=*/true);
      Class && U.awaitables().model(*Class, TypeKind::Executor))
    return;
  const Suspension *By = nullptr;
  for (const Suspension &At : Body.suspensions())
    if (!At.isYield() && Parts.isRepeated(At.E) && Body.contains(At.Operand, From) &&
        U.awaitables().maySuspend(At.E))
      By = &At;
  if (!By) {
    Writes.push_back({To, From, Through, false});
    return;
  }
  const Expr *Handle = nullptr;
  const SmallVector<const CallSite *, 2> Awaited = awaitedCalls(U, Body, *By, Handle);
  const bool IsOperation = llvm::any_of(Awaited, [&](const CallSite *Site) { return Site->E == From; });
  // What the operation works on is no data that flows: whether its uses must follow each other is another
  // question.
  if (IsOperation && isResource(PlaceType))
    return;
  // What is written to a peer is only read here, though its type may allow more.
  const Expr *Receiver = IsOperation ? U.calls().site(cast<Expr>(From)).Object : nullptr;
  if (!(Receiver && rootOf(Receiver) == To) &&
      llvm::any_of(Awaited, [](const CallSite *Site) { return hasWord(Site->Callee, SendWords); }))
    return;
  const auto *Member = dyn_cast<CXXMemberCallExpr>(From);
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(From);
  const bool IsDoneBefore =
      !IsOperation &&
      (isa<UnaryOperator, BinaryOperator>(From) ||
       (Operator && (Operator->getOperator() == OO_PlusPlus || Operator->getOperator() == OO_MinusMinus)) ||
       (Member && Member->getType()->isScalarType() && !Member->getType()->isPointerType()));
  Writes.push_back({To, From, Through, !IsDoneBefore});
}

void LoopEffects::collectWrites() {
  for (const Use &Of : Uses)
    follow(Of.Of, Of.At, 0);
  for (const Expr *Call : Body.calls())
    if (Parts.isRepeated(Call))
      addCaptures(U.calls().site(Call));
  for (const Stmt *S : Parts.nodes()) {
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var->getInit())
          Writes.push_back({objectOf(Var), Var->getInit(), false, false});
    if (const auto *For = dyn_cast<CXXForRangeStmt>(S); For && For->getLoopVariable())
      Writes.push_back({objectOf(For->getLoopVariable()), For->getRangeInit(), false, false});
  }
}

void LoopEffects::followAlias(const ValueDecl *To, const VarDecl &Alias, bool Through, unsigned Depth) {
  if (Depth == MaxAliasDepth || objectOf(&Alias) == To)
    return;
  QualType T = Alias.getType();
  const bool Refers = T->isReferenceType() && !T.getNonReferenceType().isConstQualified();
  const bool Points = isPointerLike(T) && granted(T) == Grants::Pointee;
  if (!Refers && !Points && !isa<DecompositionDecl>(Alias))
    return;
  for (const Use &Of : Uses)
    if (Of.Of == objectOf(&Alias))
      follow(To, Of.At, Depth + 1);
}

/// Climbs from \p Place, which is \p To or a part of it, to what is done with it.
void LoopEffects::follow(const ValueDecl *To, const Expr *Place, unsigned Depth) {
  bool Through = false;
  bool Address = false; // a pointer to the place
  const Stmt *Child = Place;
  for (const Stmt *Up = Body.parent(Place); Up && Parts.isRepeated(Up); Child = Up, Up = Body.parent(Up)) {
    if (const auto *Cast = dyn_cast<CastExpr>(Up)) {
      if (Cast->getCastKind() == CK_LValueToRValue && !Cast->getType()->isPointerType())
        return;
      continue;
    }
    if (const auto *Member = dyn_cast<MemberExpr>(Up)) {
      Through |= Member->isArrow();
      continue;
    }
    if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(Up)) {
      if (Subscript->getBase() != Child)
        return;
      Through |= strip(Subscript->getBase())->getType()->isPointerType();
      continue;
    }
    if (const auto *Unary = dyn_cast<UnaryOperator>(Up)) {
      if (Unary->isIncrementDecrementOp())
        return write(To, Unary, Through, Unary->getType());
      Address |= Unary->getOpcode() == UO_AddrOf;
      Through |= Unary->getOpcode() == UO_Deref && !Address;
      if (Unary->getOpcode() != UO_AddrOf && Unary->getOpcode() != UO_Deref)
        return;
      continue;
    }
    if (const auto *Binary = dyn_cast<BinaryOperator>(Up)) {
      if (Binary->isAssignmentOp() && Binary->getLHS() == Child)
        return write(To, Binary, Through, Binary->getType());
      if (Binary->isAssignmentOp() && isPointerLike(Binary->getType())) // the pointer is kept elsewhere
        return;
      if (Binary->getOpcode() != BO_Comma || Binary->getRHS() != Child)
        return;
      continue;
    }
    if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(Up)) {
      if (Conditional->getCond() == Child)
        return;
      continue;
    }
    if (isa<LambdaExpr>(Up)) {
      // A capture by reference: the body may do anything with it.
      if (cast<Expr>(Child)->isLValue() || isa<CXXThisExpr>(strip(cast<Expr>(Child))))
        write(To, Up, Through, cast<Expr>(Child)->getType());
      return;
    }
    if (isSharedCopy(*Up) && !isa_and_nonnull<LambdaExpr>(Body.parent(Up))) {
      Through = true;
      continue;
    }
    if (const auto *Declaration = dyn_cast<DeclStmt>(Up)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var->getInit() == Child)
          followAlias(To, *Var, Through, Depth);
      return;
    }
    if (const auto *For = dyn_cast<CXXForRangeStmt>(Up)) {
      if (For->getRangeInit() == Child && For->getLoopVariable())
        followAlias(To, *For->getLoopVariable(), true, Depth);
      return;
    }
    if (!isa<CallExpr, CXXConstructExpr>(Up)) {
      if (isa<Expr>(Up) && strip(cast<Expr>(Up)) != Up)
        continue;
      return;
    }

    const auto *Call = cast<Expr>(Up);
    const CallSite &Site = U.calls().site(Call);
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
    const Expr *Here = strip(cast<Expr>(Child));
    const QualType PlaceType =
        Site.Object && isa<MemberExpr>(Here) ? Site.Object->getType() : Here->getType();
    const bool IsObject = Site.Object && !isa<CXXConstructExpr>(Call) &&
                          (isa<CXXMemberCallExpr>(Call) ? Child == cast<CallExpr>(Call)->getCallee()
                                                        : strip(cast<CallExpr>(Call)->getArg(0)) == Here);
    if (IsObject && Method) {
      const OverloadedOperatorKind Operator = Method->getOverloadedOperator();
      if (Operator == OO_Star || Operator == OO_Arrow) {
        Through = true;
        continue;
      }
      if (Method->isConst() || Operator == OO_Subscript || hasConstTwin(*Method)) {
        if (!givesAccess(Method->getReturnType()))
          return;
        Through |= isSmartPointer(Site.Object->getType());
        Address |= Method->getReturnType()->isPointerType() && !Through;
        continue;
      }
      return write(To, Call, Through, PlaceType);
    }
    if (const auto *Plain = dyn_cast<CallExpr>(Call); Plain && Plain->getCallee() == Child)
      return;
    if (!Site.Callee)
      return write(To, Call, Through, PlaceType);
    if (passedOn(Site) || wholeOf(Site))
      continue;
    for (unsigned I = 0; I != Site.Args.size(); ++I) {
      if (Site.Args[I] != Here)
        continue;
      if (I >= Site.Callee->getNumParams())
        return;
      switch (granted(Site, I)) {
      case Grants::Nothing:
        return;
      case Grants::Object: {
        // What is moved away comes back with nothing.
        if (Site.Callee->getParamDecl(I)->getType()->isRValueReferenceType())
          return;
        // tie(a, b) = value
        const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Body.meaningfulParent(Call));
        const bool Tied = Assign && Assign->isAssignmentOp() && strip(Assign->getArg(0)) == Call;
        return write(To, Tied ? Assign : Call, Through, PlaceType);
      }
      case Grants::Pointee:
        return write(To, Call, !Address, PlaceType);
      }
    }
    return;
  }
}

} // namespace cotidy
