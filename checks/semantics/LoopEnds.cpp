// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopEnds.h"

#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/SharedAccess.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether a condition reads state that others can change while this coroutine waits.
bool mayChangeElsewhere(const LoopCase &Case, const Stmt *Cond) {
  for (const Stmt *S : Case.Parts.nodes()) {
    if (!Case.Body.contains(Cond, S))
      continue;
    if (const auto *This = dyn_cast<CXXThisExpr>(S)) {
      const auto *Member = dyn_cast_or_null<MemberExpr>(Case.Body.meaningfulParent(This));
      if (!Member || !Member->getType().isConstQualified())
        return true;
    }
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (Var && !Var->hasLocalStorage() && !Var->getType().isConstQualified() && !Var->isConstexpr())
      return true;
    if (Var && Case.Shared.contains(objectOf(Var)))
      return true;
  }
  return false;
}

/// Whether a condition has nothing to do with the element, and calls something for it: the time, a flag, a
/// request to stop.
bool asksElsewhere(const LoopCase &Case, const Expr *Cond) {
  return !Case.Flow.variesIn(Cond) && llvm::any_of(Case.Body.calls(), [&](const Expr *Call) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Case.U.calls().site(Call).Callee);
    const auto *Var = dyn_cast_or_null<VarDecl>(Case.Flow.rootOf(Case.U.calls().site(Call).Object));
    return Case.Body.contains(Cond, Call) && !(Method && Method->isConst() && Var && Var->hasLocalStorage() &&
                                               !Var->getType()->isReferenceType());
  });
}

/// Whether whoever has done one of the awaits leaves the loop by \p Jump: `if (matches(e)) { co_await use(e);
/// break; }`.
bool followsAwaits(const LoopCase &Case, const Stmt *Jump) {
  const Stmt *Block = Case.Body.parent(Jump);
  return isa_and_nonnull<CompoundStmt>(Block) && Case.Body.contains(Case.Loop.Body, Block) &&
         llvm::all_of(Case.Verdict.Awaits,
                      [&](const Suspension *At) { return Case.Body.contains(Block, At->E); });
}

/// `while (next(i))`: a function that is given nothing but what it sets takes it from somewhere, and may give
/// somebody else the one after it.
bool isHandedOut(const LoopCase &Case, const Expr *Cond, const ValueDecl *Counter) {
  return llvm::any_of(Case.Body.calls(), [&](const Expr *Call) {
    const CallSite &Site = Case.U.calls().site(Call);
    return isa<CallExpr>(Call) && !isa<CXXOperatorCallExpr>(Call) && !Site.Object &&
           Case.Body.contains(Cond, Call) && !Site.Args.empty() &&
           llvm::all_of(Site.Args, [&](const Expr *Arg) { return Case.Flow.rootOf(Arg) == Counter; });
  });
}

bool exitDependsOnAwait(const LoopCase &Case, const Stmt *Jump) {
  for (const Stmt *Cond : Case.Parts.deciders(Jump)) {
    if (Case.Flow.isAwaited(Cond))
      return true;
    if (const auto *E = dyn_cast<Expr>(Cond); E && (mayChangeElsewhere(Case, E) || asksElsewhere(Case, E)))
      return true;
  }
  return false;
}

/// `it = queue.begin();`: the next element is the first of those that are left when the round is over.
bool isBegunAnew(const LoopCase &Case, const ValueDecl &Counter) {
  const auto *Var = dyn_cast<VarDecl>(&Counter);
  return Var && llvm::any_of(Case.Body.uses(*Var), [&](const DeclRefExpr *Use) {
           return Case.Parts.isRepeated(Use) && isAssigned(Case.Body, *Use) &&
                  llvm::any_of(Case.Body.calls(), [&](const Expr *E) {
                    const CallSite &Site = Case.U.calls().site(E);
                    return Site.Object && Site.Callee && isNamedBy(*Site.Callee, {"begin"}) &&
                           Case.Body.contains(Case.Body.meaningfulParent(Use), E);
                  });
         });
}

} // namespace

/// What makes the loop go on: its own counter, iterator or range, or something else.
bool hasBlockingProgress(LoopCase &Case) {
  const SourceLocation Begin = Case.Loop.S->getBeginLoc();
  if (std::optional<uint64_t> Trips = constantTrips(Case.Loop, Case.Body, Case.U.ast()); Trips && *Trips <= 1)
    return Case.blocked(Dependence::FewIterations, Begin, "the loop runs once at most");
  if (const auto *For = dyn_cast<CXXForRangeStmt>(Case.Loop.S)) {
    if (For->getCoawaitLoc().isValid())
      return Case.blocked(Dependence::Pull, Begin, "the next element is awaited");
    const AwaitableInfo *Info =
        Case.Loop.Range ? Case.U.awaitables().info(Case.Loop.Range->getType()) : nullptr;
    return Info && Case.blocked(Dependence::Pull, Begin, "the range is a generator");
  }
  const Expr *Cond = conditionOf(Case.Loop);
  const auto *For = dyn_cast<ForStmt>(Case.Loop.S);
  const auto *While = dyn_cast<WhileStmt>(Case.Loop.S);
  const Stmt *Declared = For     ? For->getConditionVariableDeclStmt()
                         : While ? While->getConditionVariableDeclStmt()
                                 : nullptr;
  const Stmt *Progress[] = {Cond, For ? For->getInc() : nullptr, Declared};
  for (const Stmt *Part : Progress)
    if (Part && Case.Flow.isAwaited(Part))
      return Case.blocked(Dependence::Condition, Part->getBeginLoc(),
                          "whether there is a next iteration depends on what was awaited");
  const ValueDecl *Counter = Cond ? Case.Flow.steppedIn(Cond) : nullptr;
  if (!Counter && Declared)
    Counter = Case.Flow.steppedIn(Declared);
  if (!Counter)
    return Case.blocked(Dependence::EventLoop, Begin,
                        "the loop does not count or walk over elements of its own");
  if (isBegunAnew(Case, *Counter))
    return Case.blocked(Dependence::Condition, Begin,
                        "each iteration begins anew with what the one before has left");
  // `while (wanted) { ... wanted.reset(); }` is no walk.
  if (const auto *Conversion = dyn_cast_or_null<CXXMemberCallExpr>(strip(Cond));
      Conversion && isa_and_nonnull<CXXConversionDecl>(Conversion->getMethodDecl()))
    return Case.blocked(Dependence::EventLoop, Begin,
                        "the loop does not count or walk over elements of its own");
  if (Cond && isHandedOut(Case, Cond, Counter))
    return Case.doubted(Dependence::Pull, Begin,
                        named(Counter) + " is handed out by what others may ask as well");
  // Of `(i = next++) < size`, the one that decides which elements are this loop's.
  const ValueDecl *Source = Cond ? Case.Flow.steppedIn(Cond, Counter) : nullptr;
  for (const ValueDecl *Stepped : {Counter, Source}) {
    const auto *Var = dyn_cast_or_null<VarDecl>(Stepped);
    if (Var && Var->hasLocalStorage() && Var->getDeclContext() != &Case.Body.function())
      return Case.blocked(Dependence::EventLoop, Begin,
                          named(Stepped) + " is captured, and may be shared with other coroutines");
    if (Stepped && (!Var || !Var->hasLocalStorage() || Var->getType()->isReferenceType()))
      return Case.doubted(Dependence::EventLoop, Begin,
                          named(Stepped) + " may be changed by others while the loop waits");
  }
  return false;
}

bool hasBlockingExit(LoopCase &Case) {
  for (const Stmt *Jump : Case.Parts.jumps()) {
    if (isa<ContinueStmt>(Jump) || !Case.Parts.leaves(Jump, Case.Loop.Body))
      continue;
    const auto *Throw = dyn_cast<CXXThrowExpr>(Jump);
    if (Throw && !Throw->getSubExpr()) // hands the error on, as if it had not been caught
      continue;
    if (Case.Parts.deciders(Jump).empty() && !Throw)
      return Case.blocked(Dependence::FewIterations, Jump->getBeginLoc(),
                          "the loop ends in its first iteration");
    if (followsAwaits(Case, Jump))
      return Case.blocked(Dependence::FewIterations, Jump->getBeginLoc(),
                          "the loop ends after it has awaited");
    if (!exitDependsOnAwait(Case, Jump))
      continue;
    if (!Throw)
      return Case.blocked(Dependence::EarlyExit, Jump->getBeginLoc(),
                          "what was awaited may end the loop here");
    if (Case.doubted(Dependence::Throws, Jump->getBeginLoc(),
                     "what was awaited may end the loop by this exception"))
      return true;
  }
  return false;
}

} // namespace cotidy
