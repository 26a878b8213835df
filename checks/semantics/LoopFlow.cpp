// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopFlow.h"

#include "semantics/Access.h"
#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {

namespace {

/// `cache.find(key)`, `cache.put(key, value)`: a call on what is kept under the key that it is given first.
bool isKeyed(const CallSite &Site) {
  constexpr llvm::StringLiteral Words[] = {"at",     "contains", "count", "emplace", "find",  "get", "has",
                                           "insert", "lookup",   "put",   "set",     "store", "try"};
  return Site.Object && !Site.Args.empty() && isa_and_nonnull<CXXMethodDecl>(Site.Callee) &&
         Site.Callee->getIdentifier() && llvm::is_contained(Words, wordsOf(simpleName(*Site.Callee)).front());
}

/// What a look-up that finds nothing gives.
bool isEnd(const CallSite &Site) {
  return Site.Object && Site.Args.empty() && Site.Callee && isNamedBy(*Site.Callee, {"cend", "end"});
}

} // namespace

LoopFlow::LoopFlow(Unit &U, const BodyIndex &Body, unsigned Index)
    : U(U), Body(Body), Loop(Body.loops()[Index]), Parts(U, Body, Loop), Effects(U, Body, Parts) {
  settle();
}

/// Whether \p Place is in an object that was there before the function began: a cache that is asked whether
/// it has an element, rather than a variable that tells what this loop has seen already.
bool LoopFlow::isKept(const Expr *Place) const {
  const ValueDecl *Root = Effects.rootOf(Place);
  const auto *Var = dyn_cast_or_null<VarDecl>(Root);
  return Root && !(Var && Var->hasLocalStorage() && !isa<ParmVarDecl>(Var));
}

/// Whether a cache is asked for the loop's element before the iteration awaits anything: what it answers is
/// no other iteration's result.
bool LoopFlow::isAskedFirst(const Expr *Place) const {
  const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(Place));
  const auto *Call = Member ? dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Member)) : nullptr;
  const CallSite *Site = Call && Loop.Element ? &U.calls().site(Call) : nullptr;
  const auto *Key = Site && isKeyed(*Site) ? dyn_cast<DeclRefExpr>(strip(Site->Args.front())) : nullptr;
  return Key && objectOf(Key->getDecl()) == objectOf(Loop.Element) && isKept(Place) &&
         llvm::none_of(Body.suspensions(), [&](const Suspension &At) {
           return Parts.isRepeated(At.E) && !Body.isBefore(Place, At.E);
         });
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
    else if (isKept(Place) && isEnd(Site))
      return true; // of nothing: `map.find(key) != map.end()`
    else if (isKept(Place) && isKeyed(Site) && !Parts.containsAwait(Up))
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
        !(&Set == &Awaited && AskedFirst.contains(Of.At)) && Body.contains(S, Of.At))
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
  for (const LoopEffects::Use &Of : Effects.uses())
    if (isAskedFirst(Of.At))
      AskedFirst.insert(Of.At);
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
