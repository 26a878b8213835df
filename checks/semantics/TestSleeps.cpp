// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TestSleeps.h"

#include "semantics/Assertions.h"
#include "semantics/BlockingKind.h"
#include "semantics/Callers.h"
#include "semantics/LoopBounds.h"
#include "semantics/LoopParts.h"
#include "semantics/Naming.h"
#include "semantics/Pauses.h"

using namespace clang;

namespace cotidy {

namespace {

/// What tells others that they may go on.
constexpr llvm::StringLiteral TellWords[] = {"unlock", "release", "reset", "set", "notify", "signal"};

bool readsClock(const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  return Method && Method->isStatic() && simpleName(*Method) == "now";
}

} // namespace

TestSleeps::TestSleeps(Unit &U, const FunctionDecl &F)
    : U(U), Body(U.body(F)), IsCoroutine(U.coroutine(F)), Runs(flowOf(F)) {}

TestSleeps::Flow TestSleeps::flowOf(const FunctionDecl &F) const {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (Method && Method->getParent()->isLambda()) {
    const auto *Outer = dyn_cast<FunctionDecl>(Method->getParent()->getDeclContext());
    return Outer ? flowOfLambda(*Method->getParent(), *Outer) : Flow::Other;
  }
  // A coroutine that the test calls is a part it has made up.
  return U.coroutine(F) && !U.session().facts<Callers>().of(F).empty() ? Flow::Beside : Flow::Own;
}

TestSleeps::Flow TestSleeps::flowOfLambda(const CXXRecordDecl &Closure, const FunctionDecl &Outer) const {
  const BodyIndex *Around = U.visibleBody(&Outer);
  if (!Around || flowOf(Outer) == Flow::Other)
    return Flow::Other;
  for (const LambdaInfo &Lambda : Around->lambdas()) {
    if (Lambda.E->getLambdaClass() != &Closure)
      continue;
    if (U.coroutine(*Lambda.E->getCallOperator()))
      return flowOfTask(*Around, Lambda);
    // What is kept and called by the test runs then and there; what is handed on runs elsewhere.
    const auto *Declaration = dyn_cast_or_null<DeclStmt>(Around->meaningfulParent(Lambda.E));
    const auto *Kept = Declaration && Declaration->isSingleDecl()
                           ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                           : nullptr;
    const bool IsCalled = Kept && llvm::all_of(Around->uses(*Kept), [&](const DeclRefExpr *Use) {
                            const auto *Call =
                                dyn_cast_or_null<CXXOperatorCallExpr>(Around->meaningfulParent(Use));
                            return Call && strip(Call->getArg(0)) == Use;
                          });
    return IsCalled || Lambda.Use == LambdaUse::Called ? flowOf(Outer) : Flow::Other;
  }
  return Flow::Other;
}

/// The test waits for the task of the lambda alone, or has it run beside others.
TestSleeps::Flow TestSleeps::flowOfTask(const BodyIndex &Outer, const LambdaInfo &Lambda) const {
  const Stmt *Inner = Lambda.Call;
  for (const Stmt *Up = Inner; isa_and_nonnull<Expr>(Up); Up = Outer.parent(Up)) {
    if (!isa<CallExpr, CXXConstructExpr>(Up) || (Up == Lambda.Call && Lambda.Use == LambdaUse::Called))
      continue;
    const CallSite &Site = U.calls().site(cast<Expr>(Up));
    // A part for each element, the slower side of a race, or what is to be cut off.
    if (Site.does(CallKind::Race) || Site.does(CallKind::Timeout) ||
        (Lambda.Use == LambdaUse::Argument &&
         (Site.does(CallKind::Join) || Site.does(CallKind::BoundedJoin))))
      return Flow::Other;
    if (Site.does(CallKind::Join))
      return Flow::Beside;
    if (Site.Callee && blockingKind(U, Site).Category == BlockingCategory::SyncWait)
      return flowOf(Outer.function());
  }
  return Flow::Beside;
}

/// What waits until the awaitable \p Sleep is done, and for nothing else: its await, or a call that blocks.
/// Null if it is handed on, or if the outcome of the wait is looked at: then that is what is tested.
const Expr *TestSleeps::waitFor(const Expr *Sleep) const {
  for (const Stmt *Up = Body.meaningfulParent(Sleep); isa_and_nonnull<Expr>(Up);
       Up = Body.meaningfulParent(Up)) {
    const auto *E = cast<Expr>(Up);
    if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(E))
      return Body.isDiscarded(E) ? E : nullptr;
    if (isa<MemberExpr>(E))
      continue;
    if (!isa<CallExpr, CXXConstructExpr>(E))
      return nullptr;
    const CallSite &Site = U.calls().site(E);
    if (Site.Callee && blockingKind(U, Site).Category == BlockingCategory::SyncWait)
      return Body.isDiscarded(E) ? E : nullptr;
    if (!Site.does(CallKind::Now))
      return nullptr;
  }
  return nullptr;
}

/// Whether a loop around \p Sleep may end when something has happened: it asks, and goes on asking.
bool TestSleeps::isPaced(const Expr *Sleep) const {
  for (int I = Body.loopOf(Sleep); I >= 0; I = Body.loops()[I].Parent) {
    const LoopInfo &Loop = Body.loops()[I];
    const LoopParts Parts(U, Body, Loop);
    if (isa<WhileStmt, DoStmt>(Loop.S) || llvm::any_of(Parts.jumps(), [&](const Stmt *Jump) {
          return !isa<ContinueStmt>(Jump) && Parts.leaves(Jump, Loop.Body);
        }))
      return true;
    if (const Expr *Cond = conditionOf(Loop); Cond && !constantTrips(Loop, Body, U.ast()) && !Loop.Range)
      return true;
  }
  return false;
}

/// Whether how long \p Sleep takes is what the coroutine finds out. A thread is put to sleep in the midst of
/// what is measured.
bool TestSleeps::isMeasured(const Expr *Sleep) const {
  auto Reads = [&](bool Before) {
    return IsCoroutine && llvm::any_of(Body.calls(), [&](const Expr *E) {
             return readsClock(U.calls().site(E)) && Body.isBefore(E, Sleep) == Before;
           });
  };
  return Reads(true) && Reads(false);
}

/// Whether the coroutine checks something, or lets others go on, before it waits again; or waits for what
/// others contend for.
bool TestSleeps::isRelied(const Expr *Wait) const {
  const Expr *Next = nullptr;
  for (const Suspension &At : Body.suspensions())
    if (Body.isBefore(Wait, At.E) && (!Next || Body.isBefore(At.E, Next)))
      Next = At.E;
  return llvm::any_of(Body.calls(), [&](const Expr *E) {
    if (!Body.isBefore(Wait, E) || Body.contains(Wait, E))
      return false;
    const CallSite &Site = U.calls().site(E);
    if (Next && !Body.isBefore(E, Next))
      return Body.contains(Next, E) && Site.does(CallKind::Lock) != nullptr;
    return isAssertion(U, Site) || Site.does(CallKind::Unlock) || Site.does(CallKind::Release) ||
           Site.does(CallKind::ReleasePermit) || Site.does(CallKind::Settle) ||
           (Site.Callee && isNamedBy(*Site.Callee, TellWords));
  });
}

bool TestSleeps::wouldHope(const Expr *Wait) const {
  return Runs != Flow::Other && !isPaced(Wait) && !isMeasured(Wait) && (Runs == Flow::Own || isRelied(Wait));
}

bool TestSleeps::hopes(const Expr *E) const {
  const CallSite &Site = U.calls().site(E);
  const FunctionModel *Blocks = Site.does(CallKind::Blocks);
  // A thread that sleeps in a coroutine is async-blocking-call's.
  const Expr *Wait = isTimedPause(Site)                                                      ? waitFor(E)
                     : !IsCoroutine && Blocks && Blocks->Category == BlockingCategory::Sleep ? E
                                                                                             : nullptr;
  return Wait && wouldHope(Wait);
}

} // namespace cotidy
