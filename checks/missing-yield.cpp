// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds loops of coroutines that run for long or for ever and never suspend: timers, I/O and every other
// coroutine of the thread starve.

#include "semantics/CoroutineCheck.h"
#include "semantics/Hops.h"
#include "semantics/LoopBounds.h"
#include "semantics/SpinLoops.h"

using namespace clang;

namespace cotidy {
namespace {

class MissingYield : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"missing-yield",
                                  "finds endless and very long loops in coroutines that never suspend",
                                  FixKind::None, Profile::Recommended, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest || C.Index->loops().empty())
      return;
    Hops Where(unit(), C);
    const Stmt *Outer = nullptr;
    const SmallVector<const Stmt *, 1> Spinning = spinLoops(*C.Index);
    for (const LoopInfo &Loop : C.Index->loops()) {
      if ((Outer && C.Index->contains(Outer, Loop.S)) || suspends(Loop, *C.Index) ||
          llvm::is_contained(Spinning, Loop.S))
        continue;
      const uint64_t Rounds = roundsOf(Loop, *C.Index);
      const bool Endless = isEndless(Loop, *C.Index);
      const bool UntilTold = !Endless && runsUntilTold(Loop, *C.Index);
      if ((!Endless && !UntilTold && Rounds < LeastRounds) || Where.mayRunElsewhere(Loop.S) ||
          Where.drivesLoop())
        continue;
      Outer = Loop.S;
      report(
          Finding(
              Loop.S->getBeginLoc(),
              Endless || UntilTold
                  ? std::string("this loop runs ") + (Endless ? "for ever" : "until it is told to stop") +
                        " and never suspends, so that no other coroutine, timer or I/O of this thread gets a "
                        "turn; yield in it, or run it on a thread of its own"
                  : llvm::formatv(
                        "this loop runs {0} rounds without a suspension, so that no other coroutine, "
                        "timer or I/O of this thread gets a turn meanwhile; yield every so many "
                        "rounds, or run it on a pool of threads",
                        Rounds)
                        .str()),
          *C.Decl);
    }
  }

private:
  const unsigned LeastRounds = option(
      "LeastRounds", 10000000u, "loops known to run so many rounds, loops around them counted, are reported");

  bool suspends(const LoopInfo &Loop, const BodyIndex &Body) const {
    return llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
      return Body.contains(Loop.S, At.E) && (At.isYield() || unit().awaitables().maySuspend(At.E));
    });
  }

  /// How many rounds of the loops in \p Loop there are at most, as far as the code says it; 0: it does not.
  uint64_t roundsOf(const LoopInfo &Loop, const BodyIndex &Body) const {
    if (mayLeave(Loop, Body))
      return 0;
    const uint64_t Own = constantTrips(Loop, Body, unit().ast()).value_or(0);
    uint64_t Inner = 1;
    for (const LoopInfo &Other : Body.loops())
      if (Other.Parent >= 0 && &Body.loops()[Other.Parent] == &Loop)
        Inner = std::max(Inner, roundsOf(Other, Body));
    return Own > UINT64_MAX / Inner ? UINT64_MAX : Own * Inner;
  }

  bool isEndless(const LoopInfo &Loop, const BodyIndex &Body) const {
    const Expr *Condition = conditionOf(Loop);
    bool Always = isa<ForStmt>(Loop.S) && !Condition;
    if (Condition &&
        (Condition->isValueDependent() || !Condition->EvaluateAsBooleanCondition(Always, unit().ast())))
      return false;
    // `for (;;) {}` after what never returns says that nobody comes here.
    return Always && !mayLeave(Loop, Body) &&
           llvm::any_of(Body.calls(), [&](const Expr *Call) { return Body.contains(Loop.S, Call); });
  }

  static bool mayLeave(const LoopInfo &Loop, const BodyIndex &Body) {
    return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
      if (!Body.contains(Loop.S, S))
        return false;
      if (isa<BreakStmt>(S)) {
        const Stmt *Up = Body.parent(S);
        while (Up && !isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt, SwitchStmt>(Up))
          Up = Body.parent(Up);
        return Up == Loop.S;
      }
      const auto *Call = dyn_cast<CallExpr>(S);
      return isa<CoreturnStmt, ReturnStmt, GotoStmt, CXXThrowExpr>(S) ||
             (Call && Call->getDirectCallee() && Call->getDirectCallee()->isNoReturn());
    });
  }

  /// `while (!token.stop_requested())`, and what asks the same of an atomic flag.
  bool runsUntilTold(const LoopInfo &Loop, const BodyIndex &Body) const {
    const Expr *Condition = conditionOf(Loop);
    const auto *Not = Condition ? dyn_cast<UnaryOperator>(strip(Condition)) : nullptr;
    const CallSite *Asks =
        Condition && Not && Not->getOpcode() == UO_LNot ? unit().calls().siteOf(Not->getSubExpr()) : nullptr;
    return Asks && Asks->Object && unit().awaitables().model(Asks->Object->getType(), TypeKind::StopToken) &&
           !mayLeave(Loop, Body);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(missing_yield, cotidy::MissingYield)
