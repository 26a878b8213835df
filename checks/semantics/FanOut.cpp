// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/FanOut.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/FanLimits.h"
#include "semantics/LoopBounds.h"
#include "semantics/Place.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {

namespace {

std::string everyOf(const Expr *Range) {
  Range = strip(Range);
  std::string Name = "the range";
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Range))
    Name = quoted(*Ref->getDecl());
  else if (const auto *Member = dyn_cast_or_null<MemberExpr>(Range))
    Name = quoted(*Member->getMemberDecl());
  return "every element of " + Name;
}

class Finder {
public:
  Finder(Unit &U, const BodyIndex &Body, unsigned MaxSize)
      : U(U), Body(Body), MaxSize(MaxSize), Limits(U, Body, MaxSize) {}

  std::vector<FanOut> find();

private:
  /// Where tasks are put into a container, one for each element of something.
  struct Filling {
    const LoopInfo *Loop; ///< null: an algorithm does it
    std::string Over;
    SourceLocation MadeAt;
  };

  const LoopFlow &flow(const LoopInfo &Loop);
  std::string every(const LoopInfo &Loop) const;
  bool isFor(const CallSite &Site, const LoopInfo &Loop);
  const Expr *rangeOf(const CallSite &Algorithm) const;

  void findStart(const CallSite &Site);
  void findStartInAlgorithm(const LambdaInfo &Lambda);
  void findRunning(const CallSite &Site);
  void findJoin(const CallSite &Site);
  bool waitsForRoom(const Expr *Callable) const;

  std::optional<Filling> fillingBy(const Expr *Use, const ValueDecl &Tasks);
  std::optional<Filling> fillingOf(const ValueDecl &Tasks);
  std::optional<Filling> fillingIn(const CallSite &Maker);
  std::optional<Filling> fillingBy(const Expr *View);
  const CallSite *madeTask(const Expr *E) const;
  bool isBatch(const LoopInfo &Filling, const Expr *Join) const;
  bool isJoined(const ValueDecl &Tasks) const;
  const ValueDecl *container(const Expr *E) const;
  const Expr *joinedRange(const Expr *Range) const;
  bool joins(const CallSite &Site) const;
  SmallVector<const Expr *, 4> operands(const CallSite &Join) const;

  Unit &U;
  const BodyIndex &Body;
  const unsigned MaxSize;
  const FanLimits Limits;
  std::vector<FanOut> Found;
  llvm::DenseMap<const Stmt *, std::unique_ptr<LoopFlow>> Flows;
};

const LoopFlow &Finder::flow(const LoopInfo &Loop) {
  std::unique_ptr<LoopFlow> &Slot = Flows[Loop.S];
  if (!Slot)
    Slot = std::make_unique<LoopFlow>(U, Body, &Loop - Body.loops().begin());
  return *Slot;
}

/// What \p Loop has an iteration for; empty if it waits for things to come.
std::string Finder::every(const LoopInfo &Loop) const {
  if (Loop.Range)
    return everyOf(Loop.Range);
  // `i < names.size()`, `it != names.end()`
  const Expr *Cond = conditionOf(Loop);
  for (const Expr *Call : Body.calls()) {
    const Expr *Object = Cond && Body.contains(Cond, Call) ? U.calls().site(Call).Object : nullptr;
    const CXXRecordDecl *Class = Object ? classOf(Object->getType(), /*ThroughPointer=*/true) : nullptr;
    if (Class && !methodsNamed(*Class, "begin").empty())
      return everyOf(Object);
  }
  return "";
}

/// Whether a call in the loop is given the loop's element.
bool Finder::isFor(const CallSite &Site, const LoopInfo &Loop) {
  const LoopFlow &Flow = flow(Loop);
  return llvm::any_of(Site.Args, [&](const Expr *Arg) { return Flow.variesIn(Arg); }) ||
         (Site.Object && Flow.variesIn(Site.Object, Flow.rootOf(Site.Object)));
}

/// `names` of `std::transform(names.begin(), names.end(), ...)`
const Expr *Finder::rangeOf(const CallSite &Algorithm) const {
  const Expr *First = Algorithm.Args.empty() ? nullptr : Algorithm.Args.front();
  const CallSite *Begin = First ? U.calls().siteOf(First) : nullptr;
  return Begin && Begin->Object ? Begin->Object : First;
}

void Finder::findStart(const CallSite &Site) {
  if (!startsTask(U, Body, Site))
    return;
  const LoopInfo *Loop = Limits.unboundedLoop(Site.E);
  if (!Loop)
    return;
  std::string Over = every(*Loop);
  if (Over.empty()) {
    const Expr *Cond = conditionOf(*Loop);
    if (const ValueDecl *Counter = Cond ? flow(*Loop).steppedIn(Cond) : nullptr) {
      if (!Limits.numbersWorkers(*Loop, Site.E))
        Over = "every value of " + quoted(*Counter);
      else
        return;
    }
  }
  if (Over.empty()) {
    const bool Waits = llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
      const CallSite *Awaited = U.calls().operation(At.Operand);
      return Body.contains(Loop->Body, At.E) && Awaited &&
             (Awaited->does(CallKind::Idle) || Awaited->does(CallKind::Pull));
    });
    if (Waits)
      Found.push_back({Site.E, "", SourceLocation(), true});
    return;
  }
  if (!isFor(Site, *Loop) || Limits.hasLimit(*Loop, flow(*Loop)) || Limits.limitsItself(Site) ||
      llvm::any_of(Site.Args, [&](const Expr *Arg) {
        const CallSite *Task = madeTask(Arg);
        return Task && Limits.limitsItself(*Task);
      }))
    return;
  Found.push_back({Site.E, std::move(Over), SourceLocation(), false});
}

/// `std::for_each(names.begin(), names.end(), [&](auto &name) { spawn(look_up(name)); })`
void Finder::findStartInAlgorithm(const LambdaInfo &Lambda) {
  const CallSite *Algorithm = Lambda.Use == LambdaUse::Argument ? U.calls().siteOf(Lambda.Call) : nullptr;
  const FunctionDecl *Function = callOperator(*Lambda.E);
  if (!Algorithm || !Algorithm->does(CallKind::Run) || Algorithm->Args.size() < 2 || !Function ||
      Function->getNumParams() != 1 || !Function->getBody())
    return;
  const Expr *Range = rangeOf(*Algorithm);
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

/// The call that made the task \p E is, here or a statement before.
const CallSite *Finder::madeTask(const Expr *E) const {
  E = strip(withoutMove(strip(E)));
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()); Var && Var->hasLocalStorage())
      E = strip(Var->getInit());
  const CallSite *Site = E && isTask(U, E->getType()) ? U.calls().siteOf(E) : nullptr;
  return Site && isa<CallExpr>(Site->E) ? Site : nullptr;
}

/// The variable, or member of *this, that \p E names.
const ValueDecl *Finder::container(const Expr *E) const {
  E = strip(E);
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    return Ref->getDecl();
  const auto *Member = dyn_cast_or_null<MemberExpr>(E);
  return Member && isa<CXXThisExpr>(strip(Member->getBase())) ? Member->getMemberDecl() : nullptr;
}

/// What puts tasks into \p Tasks, named by \p Use: `tasks.push_back(f(x))`, `tasks[i] = f(x)`,
/// `std::transform(..., std::back_inserter(tasks), f)`.
std::optional<Finder::Filling> Finder::fillingBy(const Expr *Use, const ValueDecl &Tasks) {
  const Stmt *Up = Body.meaningfulParent(Use);
  SmallVector<const Expr *, 2> Values;
  const Expr *Place = nullptr;
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up)) {
    const auto *Add = dyn_cast_or_null<CXXMemberCallExpr>(Body.parent(Member));
    if (!Add || !Add->getMethodDecl() || Add->getMethodDecl()->isConst())
      return std::nullopt;
    Place = Add;
    for (const Expr *Arg : U.calls().site(Add).Args)
      Values.push_back(Arg);
  } else if (isa_and_nonnull<CallExpr>(Up)) {
    const auto *Call = cast<CallExpr>(Up);
    const CallSite &Site = U.calls().site(Call);
    Place = Call;
    if (const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Body.meaningfulParent(Call));
        Assign && Site.Object && Assign->getOperator() == OO_Equal && strip(Assign->getArg(0)) == Call) {
      Values.push_back(strip(Assign->getArg(1)));
    } else if (const auto *Algorithm = dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Call))) {
      const CallSite &Run = U.calls().site(Algorithm);
      const FunctionDecl *Maker = Run.Args.empty() ? nullptr : taskMaker(U, Run.Args.back());
      if (Run.does(CallKind::Run) && Maker && !Limits.isSmall(rangeOf(Run)))
        return Filling{nullptr, everyOf(rangeOf(Run)), Run.Args.back()->getExprLoc()};
    }
  }
  const LoopInfo *Loop = Place ? Limits.unboundedLoop(Place) : nullptr;
  if (!Loop || Limits.hasLimit(*Loop, flow(*Loop)))
    return std::nullopt;
  for (const Expr *Value : Values) {
    const CallSite *Task = madeTask(Value);
    if (!Task || !isFor(*Task, *Loop) || Limits.limitsItself(*Task))
      continue;
    std::string Over = every(*Loop);
    const Expr *Cond = conditionOf(*Loop);
    const ValueDecl *Counter = Cond ? flow(*Loop).steppedIn(Cond) : nullptr;
    if (Over.empty() && Counter && !Limits.numbersWorkers(*Loop, Task->E))
      Over = "every value of " + quoted(*Counter);
    if (!Over.empty())
      return Filling{Loop, std::move(Over), Task->E->getExprLoc()};
  }
  return std::nullopt;
}

std::optional<Finder::Filling> Finder::fillingOf(const ValueDecl &Tasks) {
  for (const Stmt *S : Body.nodes())
    if (const auto *Use = dyn_cast<Expr>(S);
        Use && isa<DeclRefExpr, MemberExpr>(Use) && container(Use) == &Tasks)
      if (std::optional<Filling> Filled = fillingBy(Use, Tasks))
        return Filled;
  return std::nullopt;
}

/// What a function of this unit puts into the container of tasks that it returns.
std::optional<Finder::Filling> Finder::fillingIn(const CallSite &Maker) {
  const FunctionDecl *Definition = Maker.Callee ? Maker.Callee->getDefinition() : nullptr;
  if (!Definition || Definition->hasSkippedBody() || !Definition->getBody() ||
      Definition == &Body.function() || !holdsTasks(U, Definition->getReturnType()))
    return std::nullopt;
  const BodyIndex &Inner = U.body(*Definition);
  Finder Within(U, Inner, MaxSize);
  for (const Stmt *S : Inner.nodes())
    if (const auto *Return = dyn_cast<ReturnStmt>(S); Return && Return->getRetValue())
      if (const ValueDecl *Tasks = container(Within.joinedRange(Return->getRetValue())))
        if (std::optional<Filling> Filled = Within.fillingOf(*Tasks))
          return Filling{nullptr, Filled->Over, Filled->MadeAt};
  return std::nullopt;
}

/// `names | std::views::transform(look_up)`
std::optional<Finder::Filling> Finder::fillingBy(const Expr *View) {
  for (const Stmt *S : Body.nodes()) {
    const auto *Callable = dyn_cast<Expr>(S);
    if (!Callable || !isa<LambdaExpr, DeclRefExpr>(Callable) || !taskMaker(U, Callable) ||
        !Body.contains(View, Callable))
      continue;
    const auto *Call = dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Callable));
    // One that is itself the operand is a callback.
    if (Call && Body.contains(View, Call) && strip(Call->getCallee()) != Callable && !Limits.isSmall(View))
      return Filling{nullptr, "every element of the range", Callable->getExprLoc()};
  }
  return std::nullopt;
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

/// Without a model, a call that takes tasks and gives something to await for them; a number beside the tasks
/// may be its limit.
bool Finder::joins(const CallSite &Site) const {
  if (Site.does(CallKind::BoundedJoin) || Site.does(CallKind::Race))
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

/// \p Range without moves and conversions to a view.
const Expr *Finder::joinedRange(const Expr *Range) const {
  Range = strip(Range);
  while (const CallSite *Passed = Range ? U.calls().siteOf(Range) : nullptr) {
    if (!Passed->does(CallKind::Now) && !(isa<CXXConstructExpr>(Passed->E) && Passed->WrittenArgs == 1))
      break;
    Range = Passed->Args.empty() ? nullptr : strip(Passed->Args.front());
  }
  // It may be given by its ends.
  if (const CallSite *Begin = Range ? U.calls().siteOf(Range) : nullptr;
      Begin && Begin->Object && Begin->Callee && Begin->Callee->getDeclName().isIdentifier() &&
      Begin->Callee->getName() == "begin")
    return Begin->Object;
  return Range;
}

bool Finder::isJoined(const ValueDecl &Tasks) const {
  return llvm::any_of(Body.calls(), [&](const Expr *Call) {
    const CallSite &Site = U.calls().site(Call);
    return joins(Site) && llvm::any_of(operands(Site), [&](const Expr *Operand) {
             return container(joinedRange(Operand)) == &Tasks;
           });
  });
}

/// Whether a function takes a permit for what it does.
bool Finder::waitsForRoom(const Expr *Callable) const {
  const auto *Lambda = dyn_cast_or_null<LambdaExpr>(Callable ? withoutMove(Callable) : nullptr);
  return Lambda && llvm::any_of(U.body(*Lambda->getCallOperator()).calls(), [&](const Expr *Call) {
           return U.calls().site(Call).does(CallKind::Acquire);
         });
}

void Finder::findJoin(const CallSite &Site) {
  if (!joins(Site))
    return;
  const FunctionModel *Join = Site.does(CallKind::Join);
  for (const Expr *Operand : operands(Site)) {
    const Expr *Range = joinedRange(Operand);
    if (!Range)
      continue;
    // A join over a range and a function that makes the tasks.
    if (Join && Join->Range && Join->Callable) {
      if (!Limits.isSmall(Range) && !waitsForRoom(Site.arg(Join->Callable)))
        Found.push_back({Site.E, everyOf(Range), SourceLocation(), false});
      return;
    }
    std::optional<Filling> Filled;
    const ValueDecl *Tasks = container(Range);
    const auto *Var = dyn_cast_or_null<VarDecl>(Tasks);
    if (Tasks && holdsTasks(U, Tasks->getType()))
      Filled = fillingOf(*Tasks);
    else if (Var && Var->getInit() && Body.parent(Var->getInit()))
      Filled = fillingBy(Var->getInit());
    else if (const CallSite *Maker = U.calls().siteOf(Range); Maker && holdsTasks(U, Range->getType()))
      Filled = fillingIn(*Maker);
    else if (!Tasks && !isTask(U, Range->getType()))
      Filled = fillingBy(Range);
    if (Filled && !(Filled->Loop && isBatch(*Filled->Loop, Site.E))) {
      Found.push_back({Site.E, Filled->Over, Filled->MadeAt, false});
      return;
    }
  }
}

/// Tasks that run from the call on, put into a container and joined one by one.
void Finder::findRunning(const CallSite &Site) {
  const auto *Add = dyn_cast<CXXMemberCallExpr>(Site.E);
  const ValueDecl *Tasks = Add && Site.Object ? container(Site.Object) : nullptr;
  if (!Tasks || Site.Args.empty() || !holdsTasks(U, Tasks->getType()))
    return;
  const CallSite *Task = madeTask(Site.Args.back());
  const AwaitableInfo *Info = Task ? U.awaitables().info(Task->E->getType()) : nullptr;
  if (!Info || Info->Starts != Start::Eager || Info->Kind != TypeKind::Task || Task->isModelled() ||
      startsTask(U, Body, *Task) || isJoined(*Tasks))
    return;
  std::optional<Filling> Filled = fillingBy(Site.Object, *Tasks);
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
