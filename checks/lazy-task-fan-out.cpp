// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds lazy tasks that are collected in one loop and awaited one by one in another: it looks parallel, and
// each begins only when the one before it is done.

#include "semantics/Access.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/HeldAwaitables.h"
#include "semantics/LoopBounds.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/TaskAdditions.h"

using namespace clang;

namespace cotidy {
namespace {

/// The variable whose elements \p E is one of, or a member of one: `tasks[i]`, `tasks.at(i)`, `*it`,
/// `it->second`, a loop's element of it, or a variable that took one out of it.
const VarDecl *containerOf(Unit &U, const Expr *E, const BodyIndex &Body) {
  bool ThroughPointer = false;
  while (const auto *Member = dyn_cast<MemberExpr>(E)) {
    E = strip(Member->getBase());
    ThroughPointer = Member->isArrow() && isa<DeclRefExpr>(E);
  }
  const Expr *Pointee = ThroughPointer ? E : nullptr;
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    Pointee = Unary->getSubExpr();
  const CallSite *Access = U.calls().siteOf(E);
  if (Pointee || (Access && Access->Object)) {
    if (Access && (!Access->Callee || !givesAccess(Access->Callee->getReturnType())))
      return nullptr;
    // An iterator stands for what it began in.
    const VarDecl *Owner = localOf(Pointee ? Pointee : Access->Object);
    if (const LoopInfo *Loop = Owner ? loopOver(Body, *Owner) : nullptr) // a smart pointer in a container
      return localOf(Loop->Range);
    const CallSite *Begin = Owner && Owner->getInit() ? U.calls().siteOf(Owner->getInit()) : nullptr;
    return Begin && Begin->Object && Begin->Args.empty() ? localOf(Begin->Object) : Owner;
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *Part = Ref ? dyn_cast<BindingDecl>(Ref->getDecl()) : nullptr;
  const VarDecl *Element = Part ? dyn_cast<VarDecl>(Part->getDecomposedDecl()) : localOf(E);
  if (const LoopInfo *Loop = Element ? loopOver(Body, *Element) : nullptr)
    return localOf(Loop->Range);
  // `auto next = std::move(queue.front());`
  const auto *Move = dyn_cast_or_null<CXXConstructExpr>(Element ? strip(Element->getInit()) : nullptr);
  const Expr *From =
      Move && Move->getConstructor()->isMoveConstructor() ? withoutMove(Move->getArg(0)) : nullptr;
  return isa_and_nonnull<CallExpr>(From) ? containerOf(U, From, Body) : nullptr;
}

class LazyTaskFanOut : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{
      "lazy-task-fan-out",
      "finds lazy tasks that are collected in one loop and awaited one by one in another", FixKind::None,
      Profile::Recommended, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (const Suspension &At : C.Index->suspensions()) {
      if (At.Loop < 0 || At.isYield())
        continue;
      const CallSite *Moved = unit().calls().siteOf(At.Operand);
      const Expr *Operand =
          Moved && Moved->does(CallKind::Now) && !Moved->Args.empty() ? Moved->Args.front() : At.Operand;
      const VarDecl *Tasks = containerOf(unit(), strip(Operand), *C.Index);
      const AwaitableInfo *Task = Tasks ? heldAwaitable(unit(), Tasks->getType()) : nullptr;
      if (Tasks && !Task) // a member of what is in the container
        Task = unit().awaitables().info(strip(Operand)->getType());
      const Expr *Made = Task && Task->Kind == TypeKind::Task && Task->Starts == Start::Lazy
                             ? madeForEach(*Tasks, At.Loop, *C.Index)
                             : nullptr;
      if (!Made)
        continue;
      report(Finding(C.Index->statementOf(At.E)->getBeginLoc(),
                     llvm::formatv(
                         "the tasks in {0} are lazy, so each begins only when it is awaited here, one after "
                         "another: latency is their sum; join them",
                         quoted(*Tasks))
                         .str())
                 .note(Made->getBeginLoc(), "made here, and not begun"),
             *C.Decl);
    }
  }

private:
  /// `tasks.emplace(id, fetch(id))`
  bool makesTask(const Expr &Addition, const BodyIndex &Body) {
    return llvm::any_of(Body.calls(), [&](const Expr *Call) {
      const AwaitableInfo *Info =
          Body.contains(&Addition, Call) ? unit().awaitables().info(Call->getType()) : nullptr;
      return Info && Info->Kind == TypeKind::Task && Call->isPRValue();
    });
  }

  /// `tasks.push_back(scheduler.spawn_joinable(work()))`: what is collected only waits for work that runs.
  bool isStarted(const TaskAddition &Added) {
    return llvm::any_of(Added.Values, [&](const Expr *Value) {
      const CallSite *Made = unit().calls().siteOf(Value);
      return Made && Made->does(CallKind::Spawn);
    });
  }

  /// What puts a task for each element into \p Tasks: a call in another loop, or an algorithm.
  const Expr *madeForEach(const VarDecl &Tasks, int AwaitedIn, const BodyIndex &Body) {
    for (const DeclRefExpr *Use : Body.uses(Tasks)) {
      const std::optional<TaskAddition> Added = additionAt(unit(), Body, Use);
      if (Added && isStarted(*Added))
        continue;
      if (Added && Added->Algorithm)
        return Added->Maker;
      const int Loop =
          Added && (Added->Values.size() == 1 || makesTask(*Added->Place, Body)) ? Body.loopOf(Use) : -1;
      if (Loop >= 0 && Loop != AwaitedIn)
        return Added->Place;
    }
    return nullptr;
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(lazy_task_fan_out, cotidy::LazyTaskFanOut)
