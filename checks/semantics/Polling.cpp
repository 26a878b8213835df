// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Polling.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/Durations.h"
#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Origins.h"
#include "semantics/Pauses.h"

using namespace clang;

namespace cotidy {

namespace {

bool isPauseCall(const CallSite &Site) {
  return Site.does(CallKind::Sleep) || Site.does(CallKind::Yield) || isOwnPause(Site);
}

/// A flag, number or pointer, something atomic, or a container: what one part of a program sets for another.
bool isState(QualType T) {
  T = T.getNonReferenceType();
  const CXXRecordDecl *Class = classOf(T);
  return T->isScalarType() ||
         (Class && Class->hasDefinition() &&
          (!methodsNamed(*Class, "load").empty() || !methodsNamed(*Class, "empty").empty() ||
           !methodsNamed(*Class, "has_value").empty()));
}

/// A look at such an object: `done.load()`, `queue.empty()`, `result.has_value()`, or the object as a bool.
bool isLook(const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  const bool IsOwn =
      !Site.Object && isa<CXXMemberCallExpr>(Site.E); // `empty()` of the coroutine's own object
  if (!Method || !Method->isConst() || !(IsOwn || (Site.Object && isState(Site.Object->getType()))))
    return false;
  constexpr llvm::StringLiteral Looks[] = {"load", "empty", "size", "has_value", "test", "get"};
  return isa<CXXConversionDecl>(Method) || llvm::is_contained(Looks, simpleName(*Method));
}

/// `steady_clock::now()`: a limit on the time does not make a poll anything else.
bool isClock(const FunctionDecl *Callee) {
  return Callee && Callee->getNumParams() == 0 && simpleName(*Callee) == "now";
}

/// `left > 0`, `*flag`, `std::cout << '.'`: operators of classes, but not a call of what an object holds.
bool isOperator(const Stmt *S) {
  const auto *Call = dyn_cast<CXXOperatorCallExpr>(S);
  return Call && Call->getOperator() != OO_Call;
}

/// What the node \p S assigns or steps; null if it does neither.
const Expr *changedBy(const Stmt &S) {
  if (const auto *Unary = dyn_cast<UnaryOperator>(&S))
    return Unary->isIncrementDecrementOp() ? Unary->getSubExpr() : nullptr;
  if (const auto *Binary = dyn_cast<BinaryOperator>(&S))
    return Binary->isAssignmentOp() ? Binary->getLHS() : nullptr;
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&S); // `progress = step` of something atomic
  return Operator && (Operator->isAssignmentOp() || Operator->getOperator() == OO_PlusPlus ||
                      Operator->getOperator() == OO_MinusMinus)
             ? Operator->getArg(0)
             : nullptr;
}

class Judge {
public:
  Judge(Unit &U, const BodyIndex &Body, const LoopInfo &Loop) : U(U), Body(Body), Loop(Loop) {}

  std::optional<PollingLoop> judge();

  /// `if (queue.empty()) { co_await sleep(1ms); continue; }` of a loop that goes on to take from the queue.
  std::optional<PollingLoop> pausesWhenEmpty(const IfStmt &If);

private:
  bool isSetElsewhere(const ValueDecl &D) const;
  bool isOfClock(const Stmt *Use, const Expr *Cond) const;
  bool looksOnly(const Expr *Cond);
  bool isHarmless(const Stmt *S) const;
  bool isEvent(const ValueDecl &Timer) const;
  bool isPause(const Suspension &At) const;
  const Suspension *onlyPause();

  Unit &U;
  const BodyIndex &Body;
  const LoopInfo &Loop;
  const ValueDecl *State = nullptr;
};

/// Whether others can change \p D while this loop pauses: a member, a global, or a variable that others have
/// a reference to. Not what the loop itself changes.
bool Judge::isSetElsewhere(const ValueDecl &D) const {
  if (D.getType().isConstQualified() || !isState(D.getType()))
    return false;
  const auto *Var = dyn_cast<VarDecl>(&D);
  if (!Var || !Var->hasLocalStorage() || Var->getDeclContext() != &Body.function())
    return true;
  if (Var->getType()->isReferenceType() || Var->getType()->isPointerType())
    return true;
  return llvm::any_of(Body.lambdas(),
                      [&](const LambdaInfo &Lambda) {
                        return llvm::any_of(Lambda.E->captures(), [&](const LambdaCapture &Capture) {
                          return Capture.capturesVariable() && Capture.getCapturedVar() == Var &&
                                 Capture.getCaptureKind() == LCK_ByRef;
                        });
                      }) ||
         llvm::any_of(Body.uses(*Var), [&](const DeclRefExpr *Use) {
           const auto *Call = dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Use));
           return Call && !isa<CXXOperatorCallExpr>(Call) && Use->isLValue() &&
                  !isa<ImplicitCastExpr>(Body.parent(Use));
         });
}

/// Whether the term of \p Cond that \p Use is in is about the time: `now() - start < limit`.
bool Judge::isOfClock(const Stmt *Use, const Expr *Cond) const {
  const Stmt *Term = Use;
  for (const Stmt *Up = Body.parent(Term); Term != Cond && Up; Up = Body.parent(Up)) {
    if (const auto *Logical = dyn_cast<BinaryOperator>(Up); Logical && Logical->isLogicalOp())
      break;
    Term = Up;
  }
  return llvm::any_of(Body.calls(), [&](const Expr *Call) {
    return Body.contains(Term, Call) && isClock(U.calls().site(Call).Callee);
  });
}

/// Whether \p Cond is made of looks at such state, and of the time; notes the first as what is waited for.
bool Judge::looksOnly(const Expr *Cond) {
  for (const Stmt *S : Body.nodes()) {
    if (!Body.contains(Cond, S))
      continue;
    if (isa<CoroutineSuspendExpr, LambdaExpr, CXXNewExpr>(S))
      return false;
    if (const auto *Call = dyn_cast<CallExpr>(S)) {
      const CallSite &Site = U.calls().site(Call);
      if (!isLook(Site) && !isClock(Site.Callee) && !isOperator(Call))
        return false;
    }
    const ValueDecl *D = nullptr;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      D = dyn_cast<VarDecl>(Ref->getDecl());
    else if (const auto *Member = dyn_cast<MemberExpr>(S))
      D = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!State && D && isSetElsewhere(*D) && !isOfClock(S, Cond))
      State = D;
  }
  return true;
}

/// What may stand beside the pause: a way out, the time, the timer's setting.
bool Judge::isHarmless(const Stmt *S) const {
  if (isa<CXXThrowExpr>(S))
    return true;
  const auto *Call = dyn_cast<Expr>(S);
  if (!Call || !isa<CallExpr>(Call) || isa<UserDefinedLiteral>(Call))
    return !isa<LambdaExpr, CXXNewExpr, CXXDeleteExpr>(S);
  const CallSite &Site = U.calls().site(Call);
  if (Site.Object && Site.ObjectClass && U.awaitables().model(*Site.ObjectClass, TypeKind::Timer))
    return true;
  return isLook(Site) || isClock(Site.Callee) || isPauseCall(Site) || isOperator(Call);
}

/// Whether the timer stands for an event: nothing in the loop sets when it ends but to never, and it is made
/// to end never, or somebody else cancels it.
bool Judge::isEvent(const ValueDecl &Timer) const {
  auto IsTimer = [&](const Expr *Object) { return Object && namedObject(Object) == &Timer; };
  auto IsForever = [&](const Expr *E) { return meansForever(*E, U.ast()); };
  for (const Expr *E : Body.calls()) {
    const CallSite &Site = U.calls().site(E);
    if (Body.contains(Loop.S, E) && IsTimer(Site.Object) && hasWord(Site.Callee, {"expire"}) &&
        llvm::none_of(Site.Args, IsForever))
      return false;
  }
  auto LastsForever = [&](const Expr &Made) {
    const CallSite *Site = U.calls().siteOf(&Made);
    return Site && isa<CXXConstructExpr>(Site->E) && llvm::any_of(Site->Args, IsForever);
  };
  if (isMadeFrom(U, Timer, LastsForever))
    return true;
  return llvm::any_of(U.session().functions(), [&](const FunctionDecl *F) {
    return F != &Body.function() && llvm::any_of(U.body(*F).calls(), [&](const Expr *E) {
             const CallSite &Site = U.calls().site(E);
             return Site.does(CallKind::Cancel) && IsTimer(Site.Object);
           });
  });
}

bool Judge::isPause(const Suspension &At) const {
  const CallSite *Site = At.isYield() ? nullptr : U.calls().operation(At.Operand);
  const bool IsTimer =
      Site && Site->Object && Site->ObjectClass && U.awaitables().model(*Site->ObjectClass, TypeKind::Timer);
  const ValueDecl *Timer = IsTimer ? namedObject(Site->Object) : nullptr;
  return Site && (IsTimer || isPauseCall(*Site)) && !(Timer && isEvent(*Timer));
}

const Suspension *Judge::onlyPause() {
  const Suspension *Pause = nullptr;
  for (const Suspension &At : Body.suspensions()) {
    if (!Body.contains(Loop.S, At.E))
      continue;
    if (Pause || !isPause(At))
      return nullptr;
    Pause = &At;
  }
  return Pause;
}

std::optional<PollingLoop> Judge::pausesWhenEmpty(const IfStmt &If) {
  const auto *Look = dyn_cast<CXXMemberCallExpr>(strip(If.getCond()));
  const auto *Then = dyn_cast<CompoundStmt>(If.getThen());
  const ValueDecl *Queue = Look && Look->getMethodDecl() && simpleName(*Look->getMethodDecl()) == "empty"
                               ? usedBy(strip(Look->getImplicitObjectArgument()))
                               : nullptr;
  if (!Queue || !isSetElsewhere(*Queue) || !Then || If.getElse() || Then->body_empty() ||
      !isa<ContinueStmt>(Then->body_back()))
    return std::nullopt;
  const Suspension *Pause = nullptr;
  for (const Suspension &At : Body.suspensions()) {
    if (!Body.contains(Then, At.E))
      continue;
    // Beside the pause only what asks the coroutine for its executor.
    if (isPause(At) && !Pause)
      Pause = &At;
    else if (!isa<DeclRefExpr>(At.Operand))
      return std::nullopt;
  }
  for (const Stmt *S : Body.nodes())
    if (Pause && Body.contains(Then, S) && !Body.contains(Pause->E, S) && !isHarmless(S))
      return std::nullopt;
  const bool Takes = llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    return usedBy(S) == Queue && Body.contains(Loop.S, S) && !Body.contains(&If, S);
  });
  return Pause && Takes ? std::optional(PollingLoop{&Loop, Queue, Pause, /*Works=*/true}) : std::nullopt;
}

std::optional<PollingLoop> Judge::judge() {
  if (Loop.Range)
    return std::nullopt;
  const Suspension *Pause = onlyPause();
  if (!Pause)
    return std::nullopt;
  const Expr *Cond = conditionOf(Loop);
  if (Cond && !looksOnly(Cond))
    return std::nullopt;
  for (const Stmt *S : Body.nodes()) {
    if (!Body.contains(Loop.Body, S))
      continue;
    if (const auto *If = dyn_cast<IfStmt>(S)) {
      const Stmt *Then = If->getThen();
      if (const auto *Block = dyn_cast<CompoundStmt>(Then))
        Then = Block->size() == 1 ? Block->body_front() : nullptr;
      if (!Then || If->getElse() || !isa<BreakStmt, CoreturnStmt>(Then) || !looksOnly(If->getCond()))
        return std::nullopt;
    }
    if (isa<CallExpr, LambdaExpr, CXXNewExpr, CXXDeleteExpr>(S) && !Body.contains(Pause->E, S) &&
        !isHarmless(S) && !Body.enclosing<CoreturnStmt>(S))
      return std::nullopt;
    // A counter of the attempts is no work; a change of what is waited for, or of what others see, is.
    const Expr *Changed = changedBy(*S);
    const VarDecl *Own = localOf(Changed);
    if (Changed && (!Own || Own == State || Own->getType()->isReferenceType()))
      return std::nullopt;
  }
  if (!State)
    return std::nullopt;
  return PollingLoop{&Loop, State, Pause};
}

} // namespace

std::vector<PollingLoop> pollingLoops(Unit &U, const BodyIndex &Body) {
  std::vector<PollingLoop> Found;
  for (const LoopInfo &Loop : Body.loops())
    if (std::optional<PollingLoop> Polls = Judge(U, Body, Loop).judge())
      Found.push_back(*Polls);
  for (const Stmt *S : Body.nodes())
    if (const auto *If = dyn_cast<IfStmt>(S); If && Body.loopOf(If) >= 0)
      if (std::optional<PollingLoop> Polls =
              Judge(U, Body, Body.loops()[Body.loopOf(If)]).pausesWhenEmpty(*If))
        Found.push_back(*Polls);
  return Found;
}

} // namespace cotidy
