// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Retries.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/Deadlines.h"
#include "semantics/LoopBounds.h"
#include "semantics/LoopFlow.h"
#include "semantics/Naming.h"
#include "semantics/Outcomes.h"
#include "semantics/Pauses.h"

using namespace clang;

namespace cotidy {

namespace {

/// What a function is called that lets time pass.
constexpr llvm::StringLiteral PauseWords[] = {"sleep", "delay",   "backoff", "back_off", "wait",
                                              "pause", "expires", "timer",   "after",    "yield"};

/// Not what only hands on what it is given: `co_awaitTry(connect(host))`.
bool saysPause(const CallSite &Site) {
  return !Site.does(CallKind::Now) && !takesYield(Site) && hasWord(Site.Callee, PauseWords);
}

/// `mutex.lock()`, `permits.acquire_async()` of a lock that no model knows: only this process decides when it
/// is free. What is to be acquired from elsewhere has a name: `database.acquire_connection()`.
bool isOwnLock(const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  return Method && Site.WrittenArgs == 0 && isNamedBy(*Method, {"acquire", "lock"}) &&
         llvm::all_of(wordsOf(simpleName(*Method)), [](StringRef Word) {
           return llvm::is_contained(ArrayRef<StringRef>{"acquire", "async", "co", "exclusive", "guard",
                                                         "lock", "mutex", "permit", "read", "scoped",
                                                         "shared", "slot", "unique", "write"},
                                     Word);
         });
}

/// Operations that time passes in by themselves, or that are not tried but waited for.
bool isWait(const CallSite &Site) {
  for (CallKind Kind : {CallKind::Sleep, CallKind::Yield, CallKind::Hop, CallKind::Lock, CallKind::Acquire,
                        CallKind::Pull, CallKind::Idle, CallKind::Ready})
    if (Site.does(Kind))
      return true;
  return isOwnLock(Site);
}

class Search {
public:
  Search(Unit &U, const Coroutine &C, unsigned Loop)
      : U(U), Body(*C.Index), Loop(Body.loops()[Loop]), Flow(U, Body, Loop), LoopIndex(Loop) {}

  std::optional<Retry> found() {
    for (const Stmt *S : Flow.parts().nodes())
      if (const auto *Try = dyn_cast<CXXTryStmt>(S); Try && Body.loopOf(Try) == int(LoopIndex))
        if (std::optional<Retry> Found = ofTry(*Try))
          return Found;
    return ofErrorCode();
  }

private:
  /// try { co_await connect(); co_return; } catch (...) {}
  std::optional<Retry> ofTry(const CXXTryStmt &Try) {
    const CallSite *Call = triedIn(*Try.getTryBlock());
    if (!Call)
      return std::nullopt;
    for (unsigned N = 0; N < Try.getNumHandlers(); ++N)
      if (const Stmt *Block = Try.getHandler(N)->getHandlerBlock(); goesOn(*cast<CompoundStmt>(Block))) {
        if (!succeeds(*Call->E, Try) && !makesConnection(*Call))
          return std::nullopt;
        return judged(*Call, *Try.getHandler(N));
      }
    return std::nullopt;
  }

  /// By the value that tells of a failure: `if (!error) break;`, `if (error) continue; co_return;`, or
  /// `while (!co_await connect(host))`.
  std::optional<Retry> ofErrorCode() {
    for (const Stmt *S : Flow.parts().nodes()) {
      const auto *If = dyn_cast<IfStmt>(S);
      if (!If || Body.loopOf(If) != int(LoopIndex) || !isUnconditional(*If))
        continue;
      const std::optional<bool> Failed = tellsFailure(U, Body, *If->getCond());
      if (!Failed || !leavesOnSuccess(*If, *Failed))
        continue;
      if (const CallSite *Call = triedIn(*Loop.Body))
        return judged(*Call, *If);
    }
    const Expr *Again = conditionOf(Loop);
    if (!Again || !asksFailure(*Again))
      return std::nullopt;
    const CallSite *Call = triedIn(*Again);
    if (!Call)
      Call = triedIn(*Loop.Body);
    return Call ? std::optional(judged(*Call, *Again)) : std::nullopt;
  }

  /// Whether a failure is one of what \p Condition asks for: `while (!result && ++attempts < 5)`.
  bool asksFailure(const Expr &Condition) const {
    const auto *And = dyn_cast<BinaryOperator>(Condition.IgnoreParenImpCasts());
    if (And && And->getOpcode() == BO_LAnd)
      return asksFailure(*And->getLHS()) || asksFailure(*And->getRHS());
    return tellsFailure(U, Body, Condition).value_or(false);
  }

  /// Whether the arm of \p If for a success leaves the loop, or without one what comes after it, and the
  /// other arm goes on. \p FailedIfTrue: which arm is for a failure.
  bool leavesOnSuccess(const IfStmt &If, bool FailedIfTrue) const {
    if (FailedIfTrue && !If.getElse())
      return endsInContinue(*If.getThen()) && leavesAfter(If);
    return leavesAtOnce(FailedIfTrue ? If.getElse() : If.getThen()) &&
           !leavesAtOnce(FailedIfTrue ? If.getThen() : If.getElse());
  }

  static bool endsInContinue(const Stmt &Arm) {
    const auto *Block = dyn_cast<CompoundStmt>(&Arm);
    const Stmt *Last = Block ? (Block->body_empty() ? nullptr : Block->body_back()) : &Arm;
    return isa_and_nonnull<ContinueStmt>(Last);
  }

  /// Whether the loop is left after \p S, whatever else happens.
  bool leavesAfter(const Stmt &S) const {
    return llvm::any_of(Flow.parts().nodes(), [&](const Stmt *Jump) {
      return Body.isBefore(&S, Jump) && !Body.contains(&S, Jump) && isJumpOut(Jump) && isUnconditional(*Jump);
    });
  }

  /// The first awaited call within \p S that is tried anew each time with the same arguments.
  const CallSite *triedIn(const Stmt &S) {
    for (const Suspension &At : Body.suspensions()) {
      if (At.isYield() || At.Loop != int(LoopIndex) || !Body.contains(&S, At.E))
        continue;
      const Expr *Handle = nullptr;
      for (const CallSite *Site : awaitedCalls(U, Body, At, Handle))
        if (isa<CallExpr>(Site->E) && Site->named() && !Site->does(CallKind::Now) && !isWait(*Site) &&
            !saysPause(*Site) && !isOwnPause(*Site)) {
          const ValueDecl *Same = objectPutBack(*Site);
          return Flow.variesIn(Site->E, Same) || Flow.carriedIn(Site->E, Same) ? nullptr : Site;
        }
    }
    return nullptr;
  }

  /// The object of \p Tried if all that the loop does to it besides is to make it what it was before, or the
  /// same each time: `socket.close()`, `client.set_header(name, value)`. Null if it has none, or does more.
  const ValueDecl *objectPutBack(const CallSite &Tried) const {
    const ValueDecl *Object = Tried.Object ? Flow.rootOf(Tried.Object) : nullptr;
    const bool OnlyPutBack = llvm::all_of(Body.calls(), [&](const Expr *E) {
      const CallSite &Site = U.calls().site(E);
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
      return !Method || !Site.Object || Method->isConst() || Flow.rootOf(Site.Object) != Object ||
             Body.enclosing<CoroutineSuspendExpr>(E) || !Flow.parts().isRepeated(E) ||
             isNamedBy(*Method, {"cancel", "clear", "close", "disconnect", "reset", "shutdown"}) ||
             (isNamedBy(*Method, {"add", "set"}) && isSameEachTime(Site));
    });
    return OnlyPutBack ? Object : nullptr;
  }

  bool isSameEachTime(const CallSite &Site) const {
    return llvm::none_of(Site.Args, [&](const Expr *Arg) {
      return Flow.variesIn(Arg) || Flow.carriedIn(Arg) || Flow.steppedIn(Arg) || Flow.isAwaited(Arg);
    });
  }

  static bool makesConnection(const CallSite &Site) {
    return simpleName(*Site.named()).contains_insensitive("connect") &&
           !simpleName(*Site.named()).contains_insensitive("disconnect");
  }

  bool isJumpOut(const Stmt *S) const {
    return isa<ReturnStmt, CoreturnStmt, CXXThrowExpr, GotoStmt>(S) || (isa<BreakStmt>(S) && endsLoop(*S));
  }

  bool endsLoop(const Stmt &Break) const {
    const Stmt *Up = Body.parent(&Break);
    while (Up && !isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt, SwitchStmt>(Up))
      Up = Body.parent(Up);
    return Up == Loop.S;
  }

  bool leavesAtOnce(const Stmt *S) const {
    const auto *Block = dyn_cast_or_null<CompoundStmt>(S);
    return Block ? llvm::any_of(Block->body(), [&](const Stmt *Inner) { return isJumpOut(Inner); })
                 : S && isJumpOut(S);
  }

  /// Whether the handler lets the loop go on: it does not end in a jump out of it.
  bool goesOn(const CompoundStmt &Handler) const {
    return llvm::none_of(Handler.body(), [&](const Stmt *S) {
      const auto *Call = dyn_cast<CallExpr>(S);
      return isJumpOut(S) || (isa<Expr>(S) && isa<CXXThrowExpr>(cast<Expr>(S)->IgnoreImplicit())) ||
             (Call && Call->getDirectCallee() && Call->getDirectCallee()->isNoReturn());
    });
  }

  /// Whether only blocks, the try among them, are between \p S and the loop.
  bool isUnconditional(const Stmt &S) const {
    for (const Stmt *Up = Body.parent(&S); Up && Up != Loop.S; Up = Body.parent(Up))
      if (!isa<CompoundStmt, CXXTryStmt, AttributedStmt, ExprWithCleanups>(Up))
        return false;
    return true;
  }

  /// Whether a success leaves the loop: by a jump after \p Tried that nothing but a flag decides, or by a
  /// flag that the loop's condition asks for.
  bool succeeds(const Expr &Tried, const CXXTryStmt &Try) const {
    return llvm::any_of(Flow.parts().nodes(), [&](const Stmt *S) {
      if (Body.isBefore(S, &Tried) && !Body.contains(S, &Tried))
        return false;
      const auto *Assign = dyn_cast<BinaryOperator>(S);
      if (Assign && Assign->isAssignmentOp() && Body.contains(&Try, Assign))
        return tellsSuccess(*Assign, Try);
      const bool InHandler = Body.contains(&Try, S) && !Body.contains(Try.getTryBlock(), S);
      return !InHandler && isUnconditional(*S) && isJumpOut(S);
    });
  }

  /// Whether \p Assign, in the try block or its handler, sets what tells later that the attempt succeeded: a
  /// flag of the loop's condition, or one that `if (!failed) co_return value;` asks.
  bool tellsSuccess(const BinaryOperator &Assign, const CXXTryStmt &Try) const {
    const auto *Flag = dyn_cast<DeclRefExpr>(strip(Assign.getLHS()));
    if (!Flag)
      return false;
    const Expr *Condition = conditionOf(Loop);
    const bool InTry = Body.contains(Try.getTryBlock(), &Assign);
    const bool IsConstant = isa<CXXBoolLiteralExpr>(Assign.getRHS()->IgnoreParenImpCasts());
    return llvm::any_of(Body.uses(*Flag->getDecl()), [&](const DeclRefExpr *Use) {
      if (Condition && InTry && Body.contains(Condition, Use))
        return true;
      const auto *If = Body.enclosing<IfStmt>(Use);
      return IsConstant && If && Body.isBefore(&Try, If) && !Body.contains(&Try, If) &&
             isUnconditional(*If) && asksOnly(*If->getCond(), *Use) &&
             (leavesAtOnce(If->getThen()) || leavesAtOnce(If->getElse()));
    });
  }

  static bool asksOnly(const Expr &Condition, const DeclRefExpr &Flag) {
    const Expr *Asked = Condition.IgnoreParenImpCasts();
    if (const auto *Not = dyn_cast<UnaryOperator>(Asked); Not && Not->getOpcode() == UO_LNot)
      Asked = Not->getSubExpr()->IgnoreParenImpCasts();
    return Asked == &Flag;
  }

  std::optional<Retry> judged(const CallSite &Call, const Stmt &OnError) {
    Retry Found{&Loop, &Call, &OnError, false, false, isLimited(Call)};
    Limits Pausing(U);
    for (const Expr *E : Body.calls()) {
      if (!Flow.parts().isRepeated(E) || E == Call.E || Body.contains(E, Call.E))
        continue;
      const CallSite &Site = U.calls().site(E);
      const FunctionModel *Blocks = Site.does(CallKind::Blocks);
      if (Site.does(CallKind::Sleep) || (Blocks && Blocks->Category == BlockingCategory::Sleep) ||
          saysPause(Site) || isOwnPause(Site) || isTimer(Site) || Pausing.pauses(Site.Callee)) {
        Found.Pauses = true;
        Found.PauseGrows |= grows(Site);
      }
    }
    // An await of something else between two attempts may well be a pause.
    for (const Suspension &At : Body.suspensions())
      if (At.Loop == int(LoopIndex) && !Body.contains(At.E, Call.E) && Body.isBefore(&OnError, At.E)) {
        Found.PauseGrows |= !Found.Pauses;
        Found.Pauses = true;
      }
    return Found;
  }

  /// `asio::steady_timer timer(executor, pause);`
  bool isTimer(const CallSite &Site) const {
    return isa<CXXConstructExpr>(Site.E) && U.awaitables().model(Site.E->getType(), TypeKind::Timer);
  }

  /// Whether how long a pause is differs from one time to the next, or is decided elsewhere.
  bool grows(const CallSite &Site) const {
    if (!Site.isModelled() && Site.Args.empty() && !Site.Object)
      return true;
    return llvm::any_of(Site.Args, [&](const Expr *Argument) {
      if (Flow.variesIn(Argument) || Flow.steppedIn(Argument) || Flow.carriedIn(Argument))
        return true;
      return llvm::any_of(Body.calls(), [&](const Expr *E) {
        const auto *Call = dyn_cast<CallExpr>(E);
        return Call && Body.contains(Argument, E) && Call->getDirectCallee() &&
               !Call->getDirectCallee()->isConstexpr() && !Call->getDirectCallee()->isOverloadedOperator() &&
               !isa<UserDefinedLiteral>(Call) && !isa<CXXMemberCallExpr>(Call);
      });
    });
  }

  /// Whether some test may end the loop in failure.
  bool isLimited(const CallSite &Call) const {
    if (constantTrips(Loop, Body, U.ast()) || Loop.Range)
      return true;
    if (const Expr *Condition = conditionOf(Loop);
        Condition && !tellsFailure(U, Body, *Condition) && comparesNumbers(Condition))
      return true;
    return llvm::any_of(Flow.parts().nodes(), [&](const Stmt *S) {
      if (!isJumpOut(S) || isUnconditional(*S))
        return false;
      const auto *If = Body.enclosing<IfStmt>(S);
      return If && Flow.parts().isRepeated(If) && !Body.contains(If, Call.E) &&
             !tellsFailure(U, Body, *If->getCond()) && comparesNumbers(If->getCond());
    });
  }

  static bool comparesNumbers(const Stmt *Condition) {
    if (const auto *Compare = dyn_cast<BinaryOperator>(Condition); Compare && Compare->isRelationalOp())
      return true;
    if (const auto *Equal = dyn_cast<BinaryOperator>(Condition);
        Equal && Equal->isEqualityOp() && Equal->getLHS()->getType()->isIntegerType() &&
        !Equal->getLHS()->getType()->isBooleanType())
      return true;
    if (const auto *Step = dyn_cast<UnaryOperator>(Condition); Step && Step->isIncrementDecrementOp())
      return true;
    if (const auto *Compare = dyn_cast<CXXOperatorCallExpr>(Condition);
        Compare && Compare->isComparisonOp() && Compare->getOperator() != OO_EqualEqual &&
        Compare->getOperator() != OO_ExclaimEqual)
      return true;
    return llvm::any_of(Condition->children(),
                        [](const Stmt *Child) { return Child && comparesNumbers(Child); });
  }

  Unit &U;
  const BodyIndex &Body;
  const LoopInfo &Loop;
  const LoopFlow Flow;
  const unsigned LoopIndex;
};

} // namespace

SmallVector<Retry, 1> retriesIn(Unit &U, const Coroutine &C) {
  SmallVector<Retry, 1> Found;
  for (unsigned Loop = 0; Loop < C.Index->loops().size(); ++Loop)
    if (std::optional<Retry> One = Search(U, C, Loop).found()) {
      // `co_spawn(context, connect_somehow(), cancel_after(5s))`
      One->Limited |= U.session().facts<Deadlines>().callers(*C.Decl, nullptr).allLimited();
      Found.push_back(*One);
    }
  return Found;
}

} // namespace cotidy
