// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds lazy tasks that are collected in one loop and awaited one by one in another: it looks parallel, and
// each begins only when the one before it is done.

#include "semantics/Consumption.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {
namespace {

/// The variable whose elements \p E is one of: `tasks[i]`, or a loop's element of it.
const VarDecl *containerOf(const Expr *E, const BodyIndex &Body) {
  if (const auto *Index = dyn_cast<CXXOperatorCallExpr>(E); Index && Index->getOperator() == OO_Subscript)
    return localOf(Index->getArg(0));
  const VarDecl *Element = localOf(E);
  for (const LoopInfo &Loop : Body.loops())
    if (Element && Loop.Element == Element && Loop.Range)
      return localOf(Loop.Range);
  return nullptr;
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
    const Consumption Consumed(unit(), *C.Index);
    for (const Suspension &At : C.Index->suspensions()) {
      if (At.Loop < 0 || At.isYield())
        continue;
      const CallSite *Moved = unit().calls().siteOf(At.Operand);
      const Expr *Operand =
          Moved && Moved->does(CallKind::Now) && !Moved->Args.empty() ? Moved->Args.front() : At.Operand;
      const VarDecl *Tasks = containerOf(strip(Operand), *C.Index);
      const AwaitableInfo *Task = Tasks ? Consumed.held(Tasks->getType()) : nullptr;
      const Expr *Made =
          Task && Task->Starts == Start::Lazy ? madeInLoop(*Tasks, At.Loop, *C.Index) : nullptr;
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
  /// The call in another loop that puts a task into \p Tasks.
  static const Expr *madeInLoop(const VarDecl &Tasks, int AwaitedIn, const BodyIndex &Body) {
    for (const DeclRefExpr *Use : Body.uses(Tasks)) {
      const int Loop = Body.loopOf(Use);
      const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(Use));
      const auto *Call =
          Member ? dyn_cast_or_null<CXXMemberCallExpr>(Body.meaningfulParent(Member)) : nullptr;
      if (Loop >= 0 && Loop != AwaitedIn && Call && Call->getNumArgs() == 1 &&
          !Call->getMethodDecl()->isConst())
        return Call;
    }
    return nullptr;
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(lazy_task_fan_out, cotidy::LazyTaskFanOut)
