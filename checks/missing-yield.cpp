// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds loops of coroutines that run for long or for ever and never suspend: timers, I/O and every other
// coroutine of the thread starve.

#include "semantics/CoroutineCheck.h"
#include "semantics/Hops.h"
#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
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
      const StringRef Until = runsUntil(Loop, *C.Index);
      if ((Until.empty() && Rounds < LeastRounds) || Where.mayRunElsewhere(Loop.S) || Where.drivesLoop())
        continue;
      Outer = Loop.S;
      report(Finding(
                 Loop.S->getBeginLoc(),
                 !Until.empty()
                     ? ("this loop runs " + Until +
                        " and never suspends, so that no other coroutine, timer or I/O of this thread gets a "
                        "turn; yield in it, or run it on a thread of its own")
                           .str()
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

  /// How long \p Loop goes on if nothing in it ends it; empty: it may end by itself.
  StringRef runsUntil(const LoopInfo &Loop, const BodyIndex &Body) const {
    const Expr *Condition = conditionOf(Loop);
    const auto *Not = Condition ? dyn_cast<UnaryOperator>(strip(Condition)) : nullptr;
    const bool WhileNotTold = (Not && Not->getOpcode() == UO_LNot && asksToStop(Not->getSubExpr(), Body)) ||
                              asksFlag(Condition, RunWords, Body);
    bool Always = isa<ForStmt>(Loop.S) && !Condition;
    if (Condition && !WhileNotTold &&
        (Condition->isValueDependent() || !Condition->EvaluateAsBooleanCondition(Always, unit().ast())))
      return {};
    bool Told = WhileNotTold;
    // `for (;;) {}` after what never returns says that nobody comes here.
    if ((!Always && !WhileNotTold) || mayLeave(Loop, Body, &Told) ||
        llvm::none_of(Body.nodes(),
                      [&](const Stmt *S) { return isa<Expr>(S) && Body.contains(Loop.Body, S); }))
      return {};
    return Told ? "until it is told to stop" : "for ever";
  }

  /// Whether something in the loop ends it, other than a request to stop, which \p Told tells of.
  bool mayLeave(const LoopInfo &Loop, const BodyIndex &Body, bool *Told = nullptr) const {
    return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
      if (!Body.contains(Loop.S, S) || !leaves(Loop, Body, *S))
        return false;
      const auto *If = Told ? Body.enclosing<IfStmt>(S) : nullptr;
      if (!If || !Body.contains(Loop.S, If) || !asksToStop(If->getCond(), Body))
        return true;
      *Told = true;
      return false;
    });
  }

  static bool leaves(const LoopInfo &Loop, const BodyIndex &Body, const Stmt &S) {
    if (isa<BreakStmt>(S)) {
      const Stmt *Up = Body.parent(&S);
      while (Up && !isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt, SwitchStmt>(Up))
        Up = Body.parent(Up);
      return Up == Loop.S;
    }
    const auto *Call = dyn_cast<CallExpr>(&S);
    return isa<CoreturnStmt, ReturnStmt, GotoStmt, CXXThrowExpr>(S) ||
           (Call && Call->getDirectCallee() && Call->getDirectCallee()->isNoReturn());
  }

  /// `token.stop_requested()`, and what asks the same of an atomic flag.
  bool asksToStop(const Expr *Condition, const BodyIndex &Body) const {
    const CallSite *Asks = unit().calls().siteOf(Condition);
    return asksFlag(Condition, StopWords, Body) ||
           (Asks && Asks->Object && unit().awaitables().model(Asks->Object->getType(), TypeKind::StopToken));
  }

  static constexpr llvm::StringLiteral StopWords[] = {"stop",   "quit",  "exit",    "shut",
                                                      "cancel", "abort", "terminat"};
  static constexpr llvm::StringLiteral RunWords[] = {"running", "alive"};

  /// A flag with one of \p Words in its name that the coroutine was given a reference to and only reads.
  static bool isFlag(const VarDecl *Flag, ArrayRef<llvm::StringLiteral> Words, const BodyIndex &Body) {
    return Flag && isa<ParmVarDecl>(Flag) && Flag->getType()->isReferenceType() &&
           Flag->getType().getNonReferenceType()->isBooleanType() && hasWord(Flag, Words) &&
           llvm::all_of(Body.uses(*Flag), [&](const DeclRefExpr *Use) {
             return isa_and_nonnull<ImplicitCastExpr>(Body.parent(Use));
           });
  }

  /// Whether \p Condition reads such a flag, or an atomic that is named so or cannot be set here: it is for
  /// others to set.
  bool asksFlag(const Expr *Condition, ArrayRef<llvm::StringLiteral> Words, const BodyIndex &Body) const {
    const CallSite *Asks = Condition ? unit().calls().siteOf(Condition) : nullptr;
    const auto *Method = Asks ? dyn_cast_or_null<CXXMethodDecl>(Asks->Callee) : nullptr;
    if (!Method || !Asks->Object)
      return Condition && isFlag(localOf(Condition), Words, Body);
    const CXXRecordDecl *Class = classOf(Asks->Object->getType());
    return Class && Class->isInStdNamespace() && hasWord(Class, {"atomic"}) && Method->isConst() &&
           (Asks->Object->getType().isConstQualified() || hasWord(namedObject(Asks->Object), Words));
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(missing_yield, cotidy::MissingYield)
