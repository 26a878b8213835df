// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopFlow.h"

#include "semantics/Access.h"

using namespace clang;

namespace cotidy {

LoopFlow::LoopFlow(Unit &U, const BodyIndex &Body, unsigned Index)
    : U(U), Body(Body), Loop(Body.loops()[Index]), Parts(U, Body, Loop), Effects(U, Body, Parts) {
  settle();
}

/// One element of a container, chosen by nothing but the loop's own counter or element: `results[i]`.
bool LoopFlow::isElementAccess(const Expr *Place) const {
  const Stmt *Up = Body.meaningfulParent(Place);
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up))
    Up = Body.meaningfulParent(Member);
  const Expr *Index = nullptr;
  if (const auto *Subscript = dyn_cast_or_null<ArraySubscriptExpr>(Up)) {
    Index = Subscript->getIdx();
  } else if (isa_and_nonnull<CallExpr>(Up)) {
    const CallSite &Site = U.calls().site(cast<Expr>(Up));
    if (Site.Object && Site.Args.size() == 1 && Site.Callee && givesAccess(Site.Callee->getReturnType()))
      Index = Site.Args.front();
  }
  const auto *Ref = Index ? dyn_cast<DeclRefExpr>(strip(Index)) : nullptr;
  const ValueDecl *By = Ref ? objectOf(Ref->getDecl()) : nullptr;
  return By && By != Effects.rootOf(Place) &&
         (Stepped.contains(By) || (Loop.Element && By == objectOf(Loop.Element)));
}

const ValueDecl *LoopFlow::usesAny(const Stmt *S, const DeclSet &Set, const ValueDecl *Beside) const {
  for (const LoopEffects::Use &Of : Effects.uses())
    if (Set.contains(Of.Of) && Of.Of != Beside && !(&Set == &Carried && OfElement.contains(Of.At)) &&
        Body.contains(S, Of.At))
      return Of.Of;
  return nullptr;
}

bool LoopFlow::isCounter(const ValueDecl *D) const {
  return Stepped.contains(D) && llvm::none_of(Effects.writes(), [&](const LoopEffects::Write &W) {
           const auto *Operator = dyn_cast<CXXOperatorCallExpr>(W.From);
           return W.To == D && !W.Through && isa<CallExpr>(W.From) &&
                  !(Operator && (Operator->isAssignmentOp() || Operator->getOperator() == OO_PlusPlus ||
                                 Operator->getOperator() == OO_MinusMinus));
         });
}

bool LoopFlow::isAwaited(const Stmt *S) const { return Parts.containsAwait(S) || usesAny(S, Awaited); }

bool LoopFlow::isDecidedByAwait(const Stmt *S) const {
  return llvm::any_of(Parts.deciders(S), [&](const Stmt *Cond) { return isAwaited(Cond); });
}

/// An object from outside that each iteration writes, as a whole, before it reads it.
bool LoopFlow::isOverwritten(const ValueDecl *D) const {
  const LoopEffects::Use *First =
      llvm::find_if(Effects.uses(), [&](const LoopEffects::Use &Of) { return Of.Of == D; });
  const Stmt *Statement = Body.statementOf(First->At);
  if (Body.parent(Statement) != Loop.Body || !isa<CompoundStmt>(Loop.Body))
    return false;
  const Stmt *Up = Body.meaningfulParent(First->At);
  const Expr *From = nullptr;
  if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(Up);
      Assign && Assign->getOpcode() == BO_Assign && strip(Assign->getLHS()) == First->At)
    From = Assign->getRHS();
  else if (const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
           Assign && Assign->getOperator() == OO_Equal && strip(Assign->getArg(0)) == First->At)
    From = Assign->getArg(1);
  return From && llvm::none_of(Effects.uses(), [&](const LoopEffects::Use &Of) {
           return Of.Of == D && Body.contains(From, Of.At);
         });
}

void LoopFlow::settle() {
  // What an await gave. Through a pointer, only once it is known which of them step through the elements.
  auto AddAwaited = [&](bool Through) {
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (const LoopEffects::Write &W : Effects.writes()) {
        if ((W.Through && (!Through || Stepped.contains(W.To))) || Awaited.contains(W.To))
          continue;
        if (W.ByAwait || isAwaited(W.From) || isDecidedByAwait(W.From))
          Changed |= Awaited.insert(W.To).second;
      }
    }
  };
  AddAwaited(false);
  for (const LoopEffects::Write &W : Effects.writes())
    if (!W.Through && !Parts.isLocal(W.To) && !Awaited.contains(W.To) && !isa<LambdaExpr>(W.From))
      Stepped.insert(W.To);
  AddAwaited(true);

  for (const LoopEffects::Use &Of : Effects.uses())
    if (isElementAccess(Of.At))
      OfElement.insert(Of.At);
  for (const Decl *D : Awaited)
    if (!Parts.isLocal(D) && !isOverwritten(cast<ValueDecl>(D)))
      Carried.insert(D);
  Varying = Stepped;
  if (Loop.Element && Parts.isLocal(objectOf(Loop.Element)))
    Varying.insert(objectOf(Loop.Element));
  for (DeclSet *Set : {&Carried, &Varying})
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (const LoopEffects::Write &W : Effects.writes())
        if (Parts.isLocal(W.To) && !Set->contains(W.To) && usesAny(W.From, *Set))
          Changed |= Set->insert(W.To).second;
    }
}

} // namespace cotidy
