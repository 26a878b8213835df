// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TaskSources.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/LoopBounds.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/TaskAdditions.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {

std::string everyOf(const Expr *Range) {
  Range = strip(Range);
  std::string Name = "the range";
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Range))
    Name = quoted(*Ref->getDecl());
  else if (const auto *Member = dyn_cast_or_null<MemberExpr>(Range))
    Name = quoted(*Member->getMemberDecl());
  return "every element of " + Name;
}

const LoopFlow &TaskSources::flow(const LoopInfo &Loop) {
  std::unique_ptr<LoopFlow> &Slot = Flows[Loop.S];
  if (!Slot)
    Slot = std::make_unique<LoopFlow>(U, Body, &Loop - Body.loops().begin());
  return *Slot;
}

std::string TaskSources::every(const LoopInfo &Loop, const Expr *Call) {
  // Tasks that were made before, or something of a template that may be tasks.
  if (Loop.Element &&
      (U.awaitables().info(Loop.Element->getType()) || Loop.Element->getType()->isDependentType()))
    return "";
  if (Loop.Range)
    return everyOf(Loop.Range);
  if (const Expr *Walked = Limits.walkedBy(Loop))
    return holdsTasks(U, Walked->getType()) ? "" : everyOf(Walked);
  const Expr *Cond = conditionOf(Loop);
  const ValueDecl *Counter = Cond ? flow(Loop).steppedIn(Cond) : nullptr;
  return Counter && !Limits.numbersWorkers(Loop, Call) ? "every value of " + quoted(*Counter) : "";
}

bool TaskSources::isFor(const CallSite &Site, const LoopInfo &Loop) {
  const LoopFlow &Flow = flow(Loop);
  return llvm::any_of(Site.Args, [&](const Expr *Arg) { return Flow.variesIn(Arg); }) ||
         (Site.Object && Flow.variesIn(Site.Object, Flow.rootOf(Site.Object)));
}

const Expr *TaskSources::rangeOf(const CallSite &Algorithm) const {
  const Expr *First = Algorithm.Args.empty() ? nullptr : Algorithm.Args.front();
  const CallSite *Begin = First ? U.calls().siteOf(First) : nullptr;
  return Begin && Begin->Object ? Begin->Object : First;
}

const CallSite *TaskSources::madeTask(const Expr *E) const {
  E = strip(withoutMove(strip(E)));
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()); Var && Var->hasLocalStorage())
      E = strip(Var->getInit());
  const CallSite *Site = E && isTask(U, E->getType()) ? U.calls().siteOf(E) : nullptr;
  return Site && isa<CallExpr>(Site->E) ? Site : nullptr;
}

const ValueDecl *TaskSources::container(const Expr *E) const {
  E = strip(E);
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    return Ref->getDecl();
  const auto *Member = dyn_cast_or_null<MemberExpr>(E);
  return Member && isa<CXXThisExpr>(strip(Member->getBase())) ? Member->getMemberDecl() : nullptr;
}

std::optional<TaskSources::Filling> TaskSources::fillingAt(const Expr *Use) {
  const std::optional<TaskAddition> Added = additionAt(U, Body, Use);
  if (!Added)
    return std::nullopt;
  if (Added->Algorithm) {
    const Expr *Range = rangeOf(*Added->Algorithm);
    return Limits.isSmall(Range)
               ? std::nullopt
               : std::optional(Filling{nullptr, everyOf(Range), Added->Maker->getExprLoc()});
  }
  const LoopInfo *Loop = Limits.unboundedLoop(Added->Place);
  if (!Loop || Limits.hasLimit(*Loop, flow(*Loop)))
    return std::nullopt;
  for (const Expr *Value : Added->Values) {
    // `for (auto &&task : view) tasks.push_back(std::move(task))`
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(withoutMove(Value));
    if (Ref && Loop->Range && Ref->getDecl() == Loop->Element)
      if (std::optional<Filling> View = fillingOfNamedView(Loop->Range))
        return View;
    const CallSite *Task = madeTask(Value);
    if (!Task || !isFor(*Task, *Loop) || Limits.limitsItself(*Task))
      continue;
    std::string Over = every(*Loop, Task->E);
    if (!Over.empty())
      return Filling{Loop, std::move(Over), Task->E->getExprLoc(), Task};
  }
  return std::nullopt;
}

std::optional<TaskSources::Filling> TaskSources::fillingOf(const ValueDecl &Tasks) {
  for (const Stmt *S : Body.nodes())
    if (const auto *Use = dyn_cast<Expr>(S);
        Use && isa<DeclRefExpr, MemberExpr>(Use) && container(Use) == &Tasks)
      if (std::optional<Filling> Filled = fillingAt(Use))
        return Filled;
  // `std::vector<task> tasks(view.begin(), view.end());`
  const auto *Var = dyn_cast<VarDecl>(&Tasks);
  const CallSite *Made = Var && Var->getInit() ? U.calls().siteOf(Var->getInit()) : nullptr;
  return Made && isa<CXXConstructExpr>(Made->E) && isOfEnds(*Made)
             ? fillingOfNamedView(joinedRange(Var->getInit()))
             : std::nullopt;
}

std::optional<TaskSources::Filling> TaskSources::fillingOfNamedView(const Expr *View) {
  const auto *Var = dyn_cast_or_null<VarDecl>(container(View));
  if (holdsTasks(U, View->getType()) || isTask(U, View->getType()))
    return std::nullopt;
  return Var && Var->getInit() && Body.parent(Var->getInit()) ? fillingOfView(Var->getInit())
                                                              : fillingOfView(View);
}

std::optional<TaskSources::Filling> TaskSources::fillingIn(const CallSite &Maker) {
  const FunctionDecl *Definition = Maker.Callee ? Maker.Callee->getDefinition() : nullptr;
  if (!Definition || Definition->hasSkippedBody() || !Definition->getBody() ||
      Definition == &Body.function() || !holdsTasks(U, Definition->getReturnType()))
    return std::nullopt;
  const BodyIndex &Inner = U.body(*Definition);
  TaskSources Within(U, Inner, MaxSize);
  for (const Stmt *S : Inner.nodes())
    if (const auto *Return = dyn_cast<ReturnStmt>(S); Return && Return->getRetValue())
      if (const ValueDecl *Tasks = container(Within.joinedRange(Return->getRetValue())))
        if (std::optional<Filling> Filled = Within.fillingOf(*Tasks))
          return Filling{nullptr, Filled->Over, Filled->MadeAt};
  return std::nullopt;
}

std::optional<TaskSources::Filling> TaskSources::fillingOfView(const Expr *View) {
  for (const Stmt *S : Body.nodes()) {
    const auto *Callable = dyn_cast<Expr>(S);
    if (!Callable || !isa<LambdaExpr, DeclRefExpr>(Callable) || !taskMaker(U, Callable) ||
        !Body.contains(View, Callable))
      continue;
    // What was awaited already is a result, and no view of tasks.
    if (const auto *Awaited = Body.enclosing<CoroutineSuspendExpr>(Callable);
        Awaited && Body.contains(View, Awaited))
      continue;
    const auto *Call = dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Callable));
    // One that is itself the operand is a callback, as is what is made around it alone; one that is called on
    // the spot makes one task.
    const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Call);
    const bool IsCalled = Call && (strip(Call->getCallee()) == Callable ||
                                   (Operator && strip(Operator->getArg(0)) == Callable));
    const bool IsAlone = Call && Call->getNumArgs() == 1 && strip(View) == Call;
    if (Call && Body.contains(View, Call) && !IsCalled && !IsAlone && !Limits.isSmall(View))
      return Filling{nullptr, "every element of the range", Callable->getExprLoc()};
  }
  return std::nullopt;
}

const Expr *TaskSources::joinedRange(const Expr *Range) const {
  Range = strip(Range);
  while (Range) {
    // `auto group = make_group(std::move(tasks));`: a variable that stands for the tasks and holds none.
    const VarDecl *Group = localOf(Range);
    if (Group && Group->getInit() && !holdsTasks(U, Group->getType()))
      if (const CallSite *Made = U.calls().siteOf(Group->getInit()); Made && Made->does(CallKind::Now))
        Range = strip(Group->getInit());
    const CallSite *Passed = U.calls().siteOf(Range);
    if (!Passed || (!Passed->does(CallKind::Now) &&
                    !(isa<CXXConstructExpr>(Passed->E) && (Passed->WrittenArgs == 1 || isOfEnds(*Passed)))))
      break;
    Range = Passed->Args.empty() ? nullptr : strip(Passed->Args.front());
  }
  const Expr *Begun = begunIn(Range);
  return Begun ? Begun : Range;
}

const Expr *TaskSources::begunIn(const Expr *Begin) const {
  const CallSite *Site = Begin ? U.calls().siteOf(Begin) : nullptr;
  return Site && Site->Object && Site->Callee && Site->Callee->getDeclName().isIdentifier() &&
                 Site->Callee->getName() == "begin"
             ? Site->Object
             : nullptr;
}

bool TaskSources::isOfEnds(const CallSite &Construct) const {
  return Construct.WrittenArgs >= 2 && begunIn(Construct.Args.front());
}

} // namespace cotidy
