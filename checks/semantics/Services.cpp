// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Services.h"

#include "semantics/LoopBounds.h"
#include "semantics/LoopParts.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

namespace {

/// What tells a service to stop, and not that its work is done.
constexpr llvm::StringLiteral StopWords[] = {"stop",    "shutdown", "shutting", "quit", "cancel",
                                             "running", "terminat", "exit",     "abort"};

bool asksToStop(const BodyIndex &Body, const Stmt *Cond) {
  return llvm::any_of(Body.nodes(),
                      [&](const Stmt *S) { return hasWord(usedBy(S), StopWords) && Body.contains(Cond, S); });
}

/// There is one of it for each address to listen on.
bool acceptsPeers(Unit &U, const BodyIndex &Body) {
  return llvm::any_of(Body.calls(), [&](const Expr *Call) {
    const FunctionDecl *Callee = Body.loopOf(Call) >= 0 ? U.calls().site(Call).Callee : nullptr;
    return Callee && isNamedBy(*Callee, {"accept"});
  });
}

/// `co_await gathered.arrive_and_wait();`: as many are awaited there as were started.
bool meetsOthers(Unit &U, const BodyIndex &Body) {
  return llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
    const CallSite *Awaited = U.calls().operation(At.Operand);
    return Awaited && Awaited->Callee && holdsWord(simpleName(*Awaited->Callee), "arriveandwait");
  });
}

/// `while (true)`, `while (!stopped)`
bool goesOn(Unit &U, const BodyIndex &Body, const Expr *Cond) {
  bool Always = false;
  return !Cond->isValueDependent() && (Cond->EvaluateAsBooleanCondition(Always, U.ast())
                                           ? Always
                                           : !isa<BinaryOperator>(strip(Cond)) && asksToStop(Body, Cond));
}

/// A loop that waits for something in each round, and that nothing ends but an exception and what tells it to
/// stop.
bool isEndless(Unit &U, const BodyIndex &Body, const LoopInfo &Loop) {
  const Expr *Cond = conditionOf(Loop);
  if (Loop.Range || (Cond && !goesOn(U, Body, Cond)))
    return false;
  const LoopParts Parts(U, Body, Loop);
  return Parts.containsAwait(Loop.S) && llvm::all_of(Parts.jumps(), [&](const Stmt *Jump) {
           return isa<ContinueStmt, CXXThrowExpr>(Jump) || !Parts.leaves(Jump, Loop.Body) ||
                  llvm::any_of(Parts.deciders(Jump),
                               [&](const Stmt *Decider) { return asksToStop(Body, Decider); });
         });
}

} // namespace

bool mustRunBesideOthers(Unit &U, const Coroutine &C) {
  const BodyIndex &Body = *C.Index;
  return acceptsPeers(U, Body) || meetsOthers(U, Body) ||
         llvm::any_of(Body.loops(),
                      [&](const LoopInfo &Loop) { return Loop.Parent < 0 && isEndless(U, Body, Loop); });
}

} // namespace cotidy
