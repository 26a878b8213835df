// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/FanOut.h"

#include "semantics/Access.h"
#include "semantics/AwaitedCalls.h"
#include "semantics/Fate.h"
#include "semantics/FewByNature.h"
#include "semantics/HeldAwaitables.h"
#include "semantics/LocalWaits.h"
#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/TaskSources.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {

namespace {

class Finder {
public:
  Finder(Unit &U, const BodyIndex &Body, unsigned MaxSize)
      : U(U), Body(Body), Sources(U, Body, MaxSize), Limits(Sources.limits()) {}

  std::vector<FanOut> find();

private:
  using Filling = TaskSources::Filling;

  bool isOfContainer(const Expr *Task) const;
  bool isMadeBefore(const Expr *Task) const;
  bool isDrained(const CallSite &Start, const LoopInfo &Loop) const;
  bool isCancelledNext(const CallSite &Start) const;
  bool isReported(const Filling &Filled) const;
  std::optional<Filling> filledBefore(const LoopInfo &Loop);
  void findStart(const CallSite &Site);
  void findStartInAlgorithm(const LambdaInfo &Lambda);
  void findRunning(const CallSite &Site);
  void findJoin(const CallSite &Site);
  bool onlyEnds(const LambdaExpr &Lambda) const;
  bool limitsItself(const Expr *Callable) const;
  bool awaitsArrival(const LoopInfo &Loop) const;
  bool isBatch(const LoopInfo &Filling, const Expr *Join) const;
  bool joins(const CallSite &Site) const;
  SmallVector<const Expr *, 4> operands(const CallSite &Join) const;
  bool isGivenTo(const ValueDecl &Tasks, llvm::function_ref<bool(const CallSite &)> Wanted) const;
  bool isJoined(const ValueDecl &Tasks) const;
  bool isRaced(const ValueDecl &Tasks) const;

  Unit &U;
  const BodyIndex &Body;
  TaskSources Sources;
  const FanLimits &Limits;
  std::vector<FanOut> Found;
};

/// A loop that goes on with each peer, message or event.
bool Finder::awaitsArrival(const LoopInfo &Loop) const {
  return llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
    const CallSite *Awaited = U.calls().operation(At.Operand);
    return Body.contains(Loop.Body, At.E) && Awaited &&
           (Awaited->does(CallKind::Idle) || Awaited->does(CallKind::Pull));
  });
}

/// `tasks[i]`, `*it`: one of those that were made before.
bool Finder::isOfContainer(const Expr *Task) const {
  Task = strip(Task);
  if (const auto *Made = dyn_cast_or_null<CXXConstructExpr>(Task);
      Made && Made->getConstructor()->isCopyOrMoveConstructor())
    Task = strip(Made->getArg(0));
  Task = withoutMove(Task);
  if (const auto *Element = dyn_cast_or_null<ArraySubscriptExpr>(Task))
    return isTask(U, Element->getType());
  // A member of an element, where the work runs already.
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Task)) {
    const AwaitableInfo *Info = U.awaitables().info(Member->getType());
    return Info && Info->Starts == Start::Eager;
  }
  const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Task);
  return Operator && Operator->isLValue() && isTask(U, Operator->getType()) &&
         (Operator->getOperator() == OO_Subscript || Operator->getOperator() == OO_Star);
}

/// One of those, or what is made around it: `tell(std::move(tasks[i]), latch)`, a lambda that has it.
bool Finder::isMadeBefore(const Expr *Task) const {
  if (const auto *Lambda = dyn_cast<LambdaExpr>(strip(Task)))
    return llvm::any_of(Lambda->captures(), [&](const LambdaCapture &Capture) {
      const auto *Var = Capture.capturesVariable() ? dyn_cast<VarDecl>(Capture.getCapturedVar()) : nullptr;
      return Var && Var->isInitCapture() && Var->getInit() && isOfContainer(Var->getInit());
    });
  const CallSite *Around = U.calls().siteOf(Task);
  return isOfContainer(Task) ||
         (Around && isa<CallExpr>(Around->E) && isTask(U, Task->getType()) &&
          llvm::any_of(Around->Args, [&](const Expr *Arg) { return isOfContainer(Arg); }));
}

/// How the loop's own container of tasks was filled, which run from here on: `for (auto &task : tasks)
/// spawn(std::move(task));`
std::optional<Finder::Filling> Finder::filledBefore(const LoopInfo &Loop) {
  const auto *Tasks = dyn_cast_or_null<VarDecl>(Loop.Range ? Sources.container(Loop.Range) : nullptr);
  if (!Tasks || !Tasks->isLocalVarDecl() || !holdsTasks(U, Tasks->getType()) || isJoined(*Tasks))
    return std::nullopt;
  std::optional<Filling> Filled = Sources.fillingOf(*Tasks);
  const AwaitableInfo *Info = heldAwaitable(U, Tasks->getType());
  return Filled && Info && Info->Starts == Start::Lazy ? Filled : std::nullopt;
}

void Finder::findStart(const CallSite &Site) {
  if (!startsTask(U, Body, Site) || (Site.Object && isMadeBefore(Site.Object)) ||
      llvm::any_of(Site.Args, [&](const Expr *Arg) { return isMadeBefore(Arg); }))
    return;
  const LoopInfo *Loop = Limits.unboundedLoop(Site.E);
  if (!Loop || fateOf(U, Body, *Site.E) == Fate::WaitedFor)
    return;
  std::string Over = Sources.every(*Loop, Site.E);
  if (std::optional<Filling> Filled = filledBefore(*Loop)) {
    if (!Limits.hasLimit(*Loop, Sources.flow(*Loop)) && !Limits.limitsItself(Site))
      Found.push_back({Site.E, Filled->Over, Filled->MadeAt, false});
    return;
  }
  if (Over.empty()) {
    const Expr *Cond = conditionOf(*Loop);
    const bool Counts = Cond && Sources.flow(*Loop).steppedIn(Cond);
    if (!Counts && awaitsArrival(*Loop))
      Found.push_back({Site.E, "", SourceLocation(), true});
    return;
  }
  if (!Sources.isFor(Site, *Loop) || Limits.hasLimit(*Loop, Sources.flow(*Loop)) ||
      Limits.limitsItself(Site) || llvm::any_of(Site.Args, [&](const Expr *Arg) {
        const CallSite *Task = Sources.madeTask(Arg);
        return Task && Limits.limitsItself(*Task);
      }))
    return;
  if (isDrained(Site, *Loop) || isCancelledNext(Site))
    return;
  Found.push_back({Site.E, std::move(Over), SourceLocation(), false});
  Found.back().Count = constantTrips(*Loop, Body, U.ast());
}

/// `co_spawn(context, work(name), detached); context.run();`: what the task runs on is run until it is done
/// before the next one is started.
bool Finder::isDrained(const CallSite &Start, const LoopInfo &Loop) const {
  return llvm::any_of(Body.calls(), [&](const Expr *E) {
    const CallSite &Site = U.calls().site(E);
    if (!Body.contains(Loop.Body, E) || !Body.isBefore(Start.E, E) || !runsToEnd(Site))
      return false;
    const ValueDecl *Runner = namedObject(Site.Object);
    return Runner && llvm::any_of(Body.uses(*Runner), [&](const DeclRefExpr *Use) {
             return Body.contains(Start.E, Use) && !Body.contains(Site.E, Use);
           });
  });
}

/// `auto pause = sleep(id); start(std::move(pause)); cancel_sleep(id);`: what is started ends in the same
/// round.
bool Finder::isCancelledNext(const CallSite &Start) const {
  const Stmt *Statement = Body.statementOf(Start.E);
  const auto Behind = namesBehind(Statement, Body);
  return llvm::any_of(Body.calls(), [&](const Expr *E) {
    const CallSite &Site = U.calls().site(E);
    if (!Body.isBefore(Statement, E) || Body.parent(Body.statementOf(E)) != Body.parent(Statement) ||
        !(Site.does(CallKind::Cancel) || hasWord(Site.Callee, {"cancel"})))
      return false;
    return llvm::any_of(Behind, [&](const ValueDecl *D) {
      const auto *Local = dyn_cast<VarDecl>(D);
      return Local && Local->isLocalVarDecl() &&
             llvm::any_of(Body.uses(*Local), [&](const DeclRefExpr *Use) { return Body.contains(E, Use); });
    });
  });
}

/// `std::for_each(names.begin(), names.end(), [&](auto &name) { spawn(look_up(name)); })`
void Finder::findStartInAlgorithm(const LambdaInfo &Lambda) {
  const CallSite *Algorithm = Lambda.Use == LambdaUse::Argument ? U.calls().siteOf(Lambda.Call) : nullptr;
  const FunctionDecl *Function = callOperator(*Lambda.E);
  if (!Algorithm || !Algorithm->does(CallKind::Run) || Algorithm->Args.size() < 2 || !Function ||
      Function->getNumParams() != 1 || !Function->getBody())
    return;
  const Expr *Range = Sources.rangeOf(*Algorithm);
  const BodyIndex &Inner = U.body(*Function);
  if (Limits.isSmall(Range) || FanLimits::waitsForRoom(U, Inner, Inner.root()))
    return;
  for (const Expr *Call : Inner.calls()) {
    const bool ForElement = llvm::any_of(Inner.uses(*Function->getParamDecl(0)),
                                         [&](const DeclRefExpr *Use) { return Inner.contains(Call, Use); });
    if (ForElement && startsTask(U, Inner, U.calls().site(Call)))
      Found.push_back({Call, everyOf(Range), SourceLocation(), false});
  }
}

/// Whether the tasks of one filling are a part that an outer loop has cut off: a chunk, a window.
bool Finder::isBatch(const LoopInfo &Filling, const Expr *Join) const {
  for (int Outer = Filling.Parent; Outer >= 0; Outer = Body.loops()[Outer].Parent) {
    const LoopInfo &Around = Body.loops()[Outer];
    if (!Body.contains(Around.Body, Join))
      continue;
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Filling.Range);
    return !Filling.Range || (Ref && Ref->getDecl() == Around.Element);
  }
  return false;
}

/// `spawn_many<10>(...)`: as many as the program says.
bool isCounted(const CallSite &Site) {
  const TemplateArgumentList *Arguments =
      Site.Callee ? Site.Callee->getTemplateSpecializationArgs() : nullptr;
  return Arguments && llvm::any_of(Arguments->asArray(), [](const TemplateArgument &Argument) {
           return Argument.getKind() == TemplateArgument::Integral &&
                  !Argument.getIntegralType()->isBooleanType() && Argument.getAsIntegral() != 0;
         });
}

/// Without a model, a call that takes tasks and gives something to await for them; a number beside the tasks
/// may be its limit.
bool Finder::joins(const CallSite &Site) const {
  if (Site.does(CallKind::BoundedJoin) || Site.does(CallKind::Race) || isCounted(Site))
    return false;
  if (Site.does(CallKind::Join))
    return true;
  return !Site.isModelled() && isa<CallExpr>(Site.E) && U.awaitables().info(Site.E->getType()) &&
         llvm::none_of(Site.Args, [](const Expr *Arg) { return Arg->getType()->isIntegerType(); });
}

/// What a join may join.
SmallVector<const Expr *, 4> Finder::operands(const CallSite &Join) const {
  const FunctionModel *Model = Join.does(CallKind::Join);
  return Model && Model->Range ? SmallVector<const Expr *, 4>{Join.arg(Model->Range)} : Join.Args;
}

bool Finder::isGivenTo(const ValueDecl &Tasks, llvm::function_ref<bool(const CallSite &)> Wanted) const {
  return llvm::any_of(Body.calls(), [&](const Expr *Call) {
    const CallSite &Site = U.calls().site(Call);
    return Wanted(Site) && llvm::any_of(operands(Site), [&](const Expr *Operand) {
             const Expr *Range = Sources.joinedRange(Operand);
             return Range && Sources.container(Range) == &Tasks;
           });
  });
}

bool Finder::isJoined(const ValueDecl &Tasks) const {
  return isGivenTo(Tasks, [&](const CallSite &Site) { return joins(Site); });
}

/// Whether the first of them is enough: fewer at a time would be another race.
bool Finder::isRaced(const ValueDecl &Tasks) const {
  return isGivenTo(Tasks, [](const CallSite &Site) { return Site.does(CallKind::Race) != nullptr; });
}

/// Whether a generic lambda that nobody here has called yet awaits or returns nothing but what ends the
/// element it is given: `[](auto &peer) { return peer.stop(); }`.
bool Finder::onlyEnds(const LambdaExpr &Lambda) const {
  const BodyIndex &Inner = U.body(*Lambda.getCallOperator());
  bool Ends = false;
  for (const Stmt *S : Inner.nodes()) {
    const Expr *Result = nullptr;
    if (const auto *Await = dyn_cast<DependentCoawaitExpr>(S))
      Result = Await->getOperand();
    else if (const auto *Await = dyn_cast<CoawaitExpr>(S); Await && !Await->isImplicit())
      Result = Await->getOperand();
    else if (const auto *Return = dyn_cast<ReturnStmt>(S))
      Result = Return->getRetValue();
    if (!Result)
      continue;
    const auto *Call = dyn_cast<CallExpr>(strip(Result));
    const auto *Method = Call ? dyn_cast<CXXDependentScopeMemberExpr>(Call->getCallee()) : nullptr;
    const IdentifierInfo *Name = Method ? Method->getMember().getAsIdentifierInfo() : nullptr;
    if (!Name || !FanLimits::endsElement(Name->getName()))
      return false;
    Ends = true;
  }
  return Ends;
}

/// Whether a function takes a permit for what it does, or ends the element it is given, or that is a machine;
/// or is one that the caller chose, and knows the range of.
bool Finder::limitsItself(const Expr *Callable) const {
  Callable = Callable ? strip(withoutMove(Callable)) : nullptr;
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Callable))
    return isa<ParmVarDecl>(Ref->getDecl());
  const auto *Lambda = dyn_cast_or_null<LambdaExpr>(Callable);
  const FunctionDecl *Function = Lambda ? callOperator(*Lambda) : nullptr;
  if (Lambda && Lambda->isGenericLambda() && (!Function || !Function->getBody()))
    return onlyEnds(*Lambda);
  if (!Function || !Function->getBody())
    return false;
  if (Function->getNumParams() == 1 && isMachine(Function->getParamDecl(0)->getType().getNonReferenceType()))
    return true;
  const BodyIndex &Inner = U.body(*Function);
  const auto IsTask = [&](const Expr *Call) {
    return isa<CallExpr>(Call) && isTask(U, Call->getType()) && !passedOn(U.calls().site(Call));
  };
  return llvm::any_of(Inner.calls(),
                      [&](const Expr *Call) { return U.calls().site(Call).does(CallKind::Acquire); }) ||
         (llvm::any_of(Inner.calls(), IsTask) && llvm::all_of(Inner.calls(), [&](const Expr *Call) {
            return !IsTask(Call) || Limits.limitsItself(U.calls().site(Call));
          }));
}

/// Whether the tasks that are joined were started where they are made: that is the fan-out.
bool Finder::isReported(const Filling &Filled) const {
  return llvm::any_of(Found, [&](const FanOut &Known) {
    return !Known.Arrivals && Filled.Task &&
           (Filled.Task->E == Known.At || Body.contains(Filled.Task->E, Known.At) ||
            Body.contains(Known.At, Filled.Task->E));
  });
}

void Finder::findJoin(const CallSite &Site) {
  if (!joins(Site))
    return;
  const FunctionModel *Join = Site.does(CallKind::Join);
  for (const Expr *Operand : operands(Site)) {
    const Expr *Range = Sources.joinedRange(Operand);
    if (!Range)
      continue;
    // A join over a range and a function that makes the tasks.
    if (Join && Join->Range && Join->Callable) {
      const bool ByEnds = Join->Callable && *Join->Callable == *Join->Range + 2;
      if (!Limits.isSmall(Range) && !(ByEnds && Limits.areNear(Operand, Site.arg(*Join->Range + 1))) &&
          !limitsItself(Site.arg(Join->Callable)))
        Found.push_back({Site.E, everyOf(Range), SourceLocation(), false});
      return;
    }
    std::optional<Filling> Filled;
    const ValueDecl *Tasks = Sources.container(Range);
    if (Tasks && holdsTasks(U, Tasks->getType()))
      Filled = Sources.fillingOf(*Tasks);
    else if (const CallSite *Maker = U.calls().siteOf(Range); Maker && holdsTasks(U, Range->getType()))
      Filled = Sources.fillingIn(*Maker);
    else
      Filled = Sources.fillingOfNamedView(Range);
    if (Filled && !(Filled->Loop && isBatch(*Filled->Loop, Site.E))) {
      if (isReported(*Filled))
        return;
      Found.push_back({Site.E, Filled->Over, Filled->MadeAt, false, Filled->Loop, Tasks, Filled->Task});
      if (Filled->Loop)
        Found.back().Count = constantTrips(*Filled->Loop, Body, U.ast());
      return;
    }
  }
}

/// Tasks that run from the call on, put into a container and joined one by one.
void Finder::findRunning(const CallSite &Site) {
  const auto *Add = dyn_cast<CXXMemberCallExpr>(Site.E);
  const ValueDecl *Tasks = Add && Site.Object ? Sources.container(Site.Object) : nullptr;
  if (!Tasks || Site.Args.empty() || !holdsTasks(U, Tasks->getType()))
    return;
  const CallSite *Task = Sources.madeTask(Site.Args.back());
  const AwaitableInfo *Info = Task ? U.awaitables().info(Task->E->getType()) : nullptr;
  if (!Info || Info->Starts != Start::Eager ||
      (Info->Kind != TypeKind::Task && Info->Kind != TypeKind::Future) || Task->isModelled() ||
      startsTask(U, Body, *Task) || isJoined(*Tasks) || isRaced(*Tasks))
    return;
  std::optional<Filling> Filled = Sources.fillingAt(Site.Object);
  if (Filled && !(Filled->Loop && isBatch(*Filled->Loop, Site.E)))
    Found.push_back({Task->E, Filled->Over, SourceLocation(), false});
}

std::vector<FanOut> Finder::find() {
  for (const Expr *Call : Body.calls()) {
    const CallSite &Site = U.calls().site(Call);
    findStart(Site);
    findJoin(Site);
    findRunning(Site);
  }
  for (const LambdaInfo &Lambda : Body.lambdas())
    findStartInAlgorithm(Lambda);
  return std::move(Found);
}

} // namespace

std::vector<FanOut> findFanOut(Unit &U, const BodyIndex &Body, unsigned MaxSize) {
  return Finder(U, Body, MaxSize).find();
}

} // namespace cotidy
