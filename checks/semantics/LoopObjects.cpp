// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopObjects.h"

#include "semantics/Access.h"
#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {

const Expr *wholeOf(const CallSite &Site) {
  return Site.Callee && Site.Callee->isInStdNamespace() && Site.Args.size() == 1 &&
                 Site.Callee->getReturnType()->isReferenceType() && simpleName(*Site.Callee) == "get"
             ? Site.Args.front()
             : nullptr;
}

const DeclRefExpr *variableWith(const MemberExpr &Member) {
  const Expr *Base = strip(Member.getBase());
  const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(Base);
  if (Arrow && Arrow->getOperator() == OO_Arrow)
    Base = strip(Arrow->getArg(0));
  const auto *Field = dyn_cast<FieldDecl>(Member.getMemberDecl());
  return Field && !Field->getParent()->isUnion() ? dyn_cast<DeclRefExpr>(Base) : nullptr;
}

const MemberExpr *memberOf(const BodyIndex &Body, const DeclRefExpr &Variable) {
  const Stmt *Up = Body.meaningfulParent(&Variable);
  if (const auto *Arrow = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
      Arrow && Arrow->getOperator() == OO_Arrow)
    Up = Body.meaningfulParent(Arrow);
  const auto *Member = dyn_cast_or_null<MemberExpr>(Up);
  return Member && variableWith(*Member) == &Variable ? Member : nullptr;
}

LoopObjects::LoopObjects(Unit &U, const BodyIndex &Body, const LoopParts &Parts)
    : U(U), Body(Body), Parts(Parts) {
  findParted();
}

/// Whether the lambda names \p Captured only to get at one member or another.
bool LoopObjects::namesOnlyMembers(const LambdaExpr &Lambda, const ValueDecl &Captured) const {
  const BodyIndex *Inner = U.visibleBody(Lambda.getCallOperator());
  return Inner && llvm::all_of(Inner->uses(Captured),
                               [&](const DeclRefExpr *Use) { return memberOf(*Inner, *Use) != nullptr; });
}

/// Variables from outside the loop that it names only to get at one member or another, and so do lambdas that
/// have them in their hands.
void LoopObjects::findParted() {
  llvm::DenseSet<const ValueDecl *> Whole;
  llvm::SmallPtrSet<const DeclRefExpr *, 8> OfMembers;
  auto Resolve = [&](const Decl *D) { return resolved(objectOf(D)); };
  for (const Stmt *S : Parts.nodes())
    if (const auto *Member = dyn_cast<MemberExpr>(S))
      if (const DeclRefExpr *Ref = variableWith(*Member))
        OfMembers.insert(Ref);
  for (const LambdaInfo &Lambda : Body.lambdas())
    for (const LambdaCapture &Capture : Lambda.E->captures())
      if (Capture.capturesVariable() && !namesOnlyMembers(*Lambda.E, *Capture.getCapturedVar()))
        Whole.insert(Resolve(Capture.getCapturedVar()));
  for (const Stmt *S : Parts.nodes())
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      const auto *Named =
          Var && Var->getType()->isReferenceType() && Var->getInit() // `auto &list = state.list`
              ? dyn_cast<MemberExpr>(strip(Var->getInit()))
              : nullptr;
      const bool OfMember = OfMembers.contains(Ref) || (Named && variableWith(*Named));
      (OfMember ? Parted : Whole).insert(Resolve(Ref->getDecl()));
    }
  for (const ValueDecl *D : llvm::to_vector(Parted))
    if (!D || Whole.contains(D) || Parts.isLocal(D) || !isa<VarDecl>(D))
      Parted.erase(D);
}

const ValueDecl *LoopObjects::partOf(const MemberExpr &Member, unsigned Aliases) const {
  const DeclRefExpr *Ref = variableWith(Member);
  return Ref && Parted.contains(resolved(objectOf(Ref->getDecl()), Aliases))
             ? objectOf(Member.getMemberDecl())
             : nullptr;
}

const ValueDecl *LoopObjects::resolved(const ValueDecl *Object, unsigned Aliases) const {
  const auto *Var = dyn_cast_or_null<VarDecl>(Object);
  const bool Refers = Var && Aliases != 0 && !Parts.isLocal(Var) && Var->hasLocalStorage() &&
                      Var->getType()->isReferenceType() && Var->getInit();
  const ValueDecl *Target = Refers ? rootOf(Var->getInit(), Aliases - 1) : nullptr;
  return Target ? Target : Object;
}

const ValueDecl *LoopObjects::rootOf(const Expr *E, unsigned Aliases) const {
  while (E) {
    E = strip(E);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return resolved(objectOf(Ref->getDecl()), Aliases);
    if (const auto *Cast = dyn_cast<CastExpr>(E)) {
      E = Cast->getSubExpr();
    } else if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (isa<CXXThisExpr>(strip(Member->getBase())) || partOf(*Member, Aliases))
        return objectOf(Member->getMemberDecl());
      E = Member->getBase();
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      E = Subscript->getBase();
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      E = Unary->getSubExpr();
    } else if (isa<CallExpr>(E)) {
      const CallSite &Site = U.calls().site(E);
      const Expr *Passed = wholeOf(Site) ? wholeOf(Site) : passedOn(Site);
      E = Passed ? Passed : Site.Callee && givesAccess(Site.Callee->getReturnType()) ? Site.Object : nullptr;
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

} // namespace cotidy
