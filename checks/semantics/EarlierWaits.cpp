// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/EarlierWaits.h"

#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"

using namespace clang;

namespace cotidy {

namespace {

/// What a method of a future is called that tells whether it is done.
bool tellsState(StringRef Name) {
  return llvm::any_of(ArrayRef<StringRef>{"ready", "available", "failed", "status"},
                      [&](StringRef Word) { return holdsWord(Name, Word); });
}

bool isQueue(Unit &U, const CXXRecordDecl *Class) {
  return Class && (U.awaitables().model(*Class, TypeKind::UnboundedQueue) ||
                   U.awaitables().model(*Class, TypeKind::BoundedQueue) || hasWord(Class, {"queue"}));
}

} // namespace

bool isSemaphore(Unit &U, const CXXRecordDecl *Class) {
  return Class && (U.awaitables().model(*Class, TypeKind::Semaphore) || hasWord(Class, {"semaphore"}));
}

/// The object that \p E names; of an element that a loop goes over, the range.
const ValueDecl *EarlierWaits::objectOf(const Expr *E) const {
  const ValueDecl *Object = namedObject(E);
  const LoopInfo *Loop = Object ? loopOver(Body, *Object) : nullptr;
  const ValueDecl *Range = Loop ? namedObject(Loop->Range) : nullptr;
  return Range ? Range : Object;
}

bool EarlierWaits::wasAwaited(const ValueDecl &Object) const {
  const auto *Part = dyn_cast<BindingDecl>(&Object);
  const auto *Var = dyn_cast_or_null<VarDecl>(Part ? Part->getDecomposedDecl() : &Object);
  if (!Var)
    return false;
  const LoopInfo *Loop = loopOver(Body, *Var);
  const Expr *Made = Loop ? Loop->Range : Var->getInit();
  if (!Made)
    return false;
  Made = withoutMove(strip(Made));
  const auto *Ref = dyn_cast<DeclRefExpr>(Made);
  return isa<CoawaitExpr>(Made) || (Ref && Ref->getDecl() != &Object && wasAwaited(*Ref->getDecl()));
}

/// Whether the call \p Site asks whether \p Object is ready, by a method of it.
bool EarlierWaits::asksState(const CallSite &Site, const ValueDecl &Object) const {
  return Site.Callee && objectOf(Site.Object) == &Object &&
         (tellsState(simpleName(*Site.Callee)) ||
          // Whatever time it is given: with none it only asks.
          llvm::any_of(U.models().functions(*Site.Callee, Site.ObjectClass), [](const FunctionModel *M) {
            return (M->Does == CallKind::Blocks || M->Does == CallKind::SyncWait) && M->Deadline;
          }));
}

/// The same of a predicate that is given \p Object.
bool EarlierWaits::tests(const CallSite &Predicate, const ValueDecl &Object) const {
  if (!Predicate.Callee || !Predicate.E->getType()->isBooleanType())
    return false;
  for (unsigned I = 0; I != Predicate.Args.size() && I < Predicate.Callee->getNumParams(); ++I) {
    if (objectOf(Predicate.Args[I]) != &Object)
      continue;
    const BodyIndex *Asks = U.visibleBody(Predicate.Callee);
    if (!Asks)
      return tellsState(simpleName(*Predicate.Callee));
    const auto &Parameter = *cast<ValueDecl>(Asks->function().getParamDecl(I)->getCanonicalDecl());
    const EarlierWaits There(U, *Asks);
    return llvm::any_of(Asks->calls(),
                        [&](const Expr *E) { return There.asksState(U.calls().site(E), Parameter); });
  }
  return false;
}

/// `if (!done.is_ready()) done.wait();`: \p Site is only reached if the answer of \p Asked was "not yet".
bool EarlierWaits::isToldNotYet(const Expr *Asked, const CallSite &Site) const {
  const auto *If = Body.enclosing<IfStmt>(Asked);
  const Expr *Cond = If ? If->getCond() : nullptr;
  if (!Cond || !(Body.contains(Cond, Asked) || strip(Cond) == Asked))
    return false;
  bool Ready = true;
  for (const Stmt *S = Asked; S && S != Cond; S = Body.parent(S)) {
    const Stmt *Up = Body.parent(S);
    const auto *Not = dyn_cast_or_null<UnaryOperator>(Up);
    const auto *Compared = dyn_cast_or_null<BinaryOperator>(Up);
    if (Compared && Compared->isLogicalOp())
      return false;
    const auto *With = Compared && Compared->isEqualityOp()
                           ? dyn_cast<DeclRefExpr>(strip(strip(Compared->getLHS()) == strip(cast<Expr>(S))
                                                             ? Compared->getRHS()
                                                             : Compared->getLHS()))
                           : nullptr;
    if (Compared && !With)
      return false;
    Ready ^= (Not && Not->getOpcode() == UO_LNot) || (Compared && Compared->getOpcode() == BO_NE);
    Ready ^= With && !tellsState(simpleName(*With->getDecl()));
  }
  const Stmt *Branch = Ready ? If->getElse() : If->getThen();
  return Branch && (Body.contains(Branch, Site.E) || Branch == Site.E);
}

/// Whether the await \p At waits for \p Object: itself, an argument, or what a variable was made from, as in
/// `when_all both(a, b); co_await both;`.
bool EarlierWaits::awaits(const Suspension &At, const ValueDecl &Object) const {
  const VarDecl *Awaited = localOf(withoutMove(At.Operand));
  const Expr *Made = Awaited ? Awaited->getInit() : nullptr;
  return llvm::any_of(Body.uses(Object), [&](const DeclRefExpr *Use) {
    return Body.contains(At.E, Use) || (Made && Body.contains(Made, Use));
  });
}

/// Whether \p Other has blocked until \p Object was ready whenever control comes to \p Site. Of what can be
/// waited for once only, as a semaphore, the next wait is a new one.
bool EarlierWaits::isWaitedForBy(const CallSite &Other, const CallSite &Site, const ValueDecl &Object) const {
  if (!Other.ObjectClass || !U.awaitables().info(*Other.ObjectClass) || objectOf(Other.Object) != &Object)
    return false;
  const ValueDecl *Waited = namedObject(Other.Object);
  const LoopInfo *Loop = Waited == &Object ? nullptr : loopOver(Body, *Waited);
  if (!Body.contains(Body.parent(Loop ? Loop->S : Body.statementOf(Other.E)), Site.E))
    return false;
  const FunctionModel *Blocks = Other.does(CallKind::Blocks);
  return (Blocks && Blocks->Category == BlockingCategory::Wait && !Blocks->Deadline) ||
         (Other.does(CallKind::SyncWait) && !Other.does(CallKind::SyncWait)->Deadline);
}

/// Whether \p Object is the result of another object of this body, a promise or a packaged task, and that one
/// has been told to give it. An executor is told of other work as well.
bool EarlierWaits::isFulfilledBefore(const CallSite &Site, const ValueDecl &Object) const {
  const auto *Var = dyn_cast<VarDecl>(&Object);
  const CallSite *Made = Var && Var->isLocalVarDecl() ? U.calls().siteOf(Var->getInit()) : nullptr;
  const bool IsWork = Made && (Made->does(CallKind::Spawn) || Made->does(CallKind::Offload));
  const ValueDecl *Source = Made && !IsWork ? namedObject(Made->Object) : nullptr;
  return Source && llvm::any_of(Body.calls(), [&](const Expr *E) {
           return !Body.contains(Made->E, E) && Body.isBefore(E, Site.E) &&
                  namedObject(U.calls().site(E).Object) == Source;
         });
}

bool EarlierWaits::isSettledBefore(const CallSite &Site, const CallSite &Getter) const {
  const ValueDecl *Source = namedObject(Getter.Object);
  return Source && llvm::any_of(Body.calls(), [&](const Expr *E) {
           const CallSite &Settles = U.calls().site(E);
           return Settles.does(CallKind::Settle) && Body.isBefore(E, Site.E) &&
                  namedObject(Settles.Object) == Source;
         });
}

bool EarlierWaits::madeReady(const CallSite &Site, const Expr &What) const {
  const ValueDecl *Named = objectOf(&What);
  if (!Named)
    return false;
  const ValueDecl &Object = *Named;
  return llvm::any_of(
             Body.suspensions(),
             [&](const Suspension &At) { return Body.isBefore(At.E, Site.E) && awaits(At, Object); }) ||
         llvm::any_of(Body.calls(),
                      [&](const Expr *E) {
                        const CallSite &Other = U.calls().site(E);
                        if (&Other == &Site || !Body.isBefore(E, Site.E))
                          return false;
                        return (!Body.isDiscarded(E) && (asksState(Other, Object) || tests(Other, Object)) &&
                                !isToldNotYet(E, Site)) ||
                               isWaitedForBy(Other, Site, Object);
                      }) ||
         isFulfilledBefore(Site, Object);
}

bool EarlierWaits::isAwaited(const VarDecl &Var) const {
  return llvm::any_of(Body.suspensions(),
                      [&](const Suspension &At) { return localOf(withoutMove(At.Operand)) == &Var; });
}

bool EarlierWaits::isTakenAfterWait(const CallSite &Site) const {
  const ValueDecl *Handle =
      isNamedBy(*Site.Callee, {"get", "join", "result", "take", "value"}) ? objectOf(Site.Object) : nullptr;
  return Handle && llvm::any_of(Body.calls(), [&](const Expr *E) {
           const CallSite &Other = U.calls().site(E);
           return Other.Object && Other.Callee && Other.ObjectClass == Site.ObjectClass &&
                  Other.Args.empty() && isNamedBy(*Other.Callee, {"wait"}) && Body.isBefore(E, Site.E) &&
                  objectOf(Other.Object) == Handle && Body.contains(Body.parent(Body.statementOf(E)), Site.E);
         });
}

bool EarlierWaits::holdsElement(const CallSite &Site) const {
  const ValueDecl *Queue = isQueue(U, Site.ObjectClass) ? namedObject(Site.Object) : nullptr;
  return Queue && llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
           const CallSite *Taken = U.calls().operation(At.Operand);
           const ValueDecl *Counter =
               Taken && Body.isBefore(At.E, Site.E) ? namedObject(Taken->Object) : nullptr;
           if (!Counter || Counter->getDeclContext() != Queue->getDeclContext() ||
               !isSemaphore(U, Taken->ObjectClass))
             return false;
           // A semaphore that is given back here limits how many are at this, and counts nothing.
           return llvm::none_of(Body.calls(), [&](const Expr *E) {
             return E != Taken->E && namedObject(U.calls().site(E).Object) == Counter;
           });
         });
}

} // namespace cotidy
