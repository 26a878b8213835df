// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds queues without a capacity that a coroutine fills for as long as something comes: when the consumer is
// slower, they grow until memory ends.

#include "semantics/CoroutineCheck.h"
#include "semantics/LoopBounds.h"
#include "semantics/Objects.h"
#include "semantics/Queues.h"

#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

class UnboundedQueue : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"unbounded-queue",
                                  "finds queues between coroutines that grow without a limit", FixKind::None,
                                  Profile::Recommended, Instantiations::Any};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (const Expr *E : C.Index->calls()) {
      const CallSite &Site = unit().calls().site(E);
      if (addsWithoutRoom(unit(), Site))
        checkPush(C, Site);
      else if (const auto *Made = dyn_cast<CXXConstructExpr>(E))
        checkCapacity(C, *Made);
    }
  }

private:
  void checkPush(const Coroutine &C, const CallSite &Site) {
    const int Loop = C.Index->loopOf(Site.E);
    const ValueDecl *Queue = namedObject(Site.Object);
    if (Loop < 0 || !Queue || !feedsForever(C, C.Index->loops()[Loop]) ||
        waitsForQueueRoom(unit(), *C.Index, C.Index->loops()[Loop]))
      return;
    report(Finding(Queue->getLocation(),
                   llvm::formatv("{0} has no capacity: while its consumer is slower than what fills it, it "
                                 "grows by the difference until memory ends; use one that makes its producer "
                                 "wait, or drop by decision",
                                 quoted(*Queue))
                       .str())
               .note(Site.E->getExprLoc(),
                     "an element is added for each that comes, and nothing waits for room"),
           *C.Decl);
  }

  /// A loop that goes on as long as something comes: it waits for the next one, and does not walk over what
  /// is there.
  bool feedsForever(const Coroutine &C, const LoopInfo &Loop) {
    if (Loop.Range)
      return unit().awaitables().info(Loop.Range->getType()) != nullptr;
    return !constantTrips(Loop, *C.Index, unit().ast()) &&
           llvm::any_of(C.Index->suspensions(), [&](const Suspension &At) {
             return C.Index->contains(Loop.S, At.E) && unit().awaitables().maySuspend(At.E);
           });
  }

  /// A capacity so large that memory ends before it is reached.
  void checkCapacity(const Coroutine &C, const CXXConstructExpr &Made) {
    const TypeModel *Model =
        unit().awaitables().model(*Made.getConstructor()->getParent(), TypeKind::BoundedQueue);
    Expr::EvalResult Size;
    if (!Model || !Model->Capacity || *Model->Capacity >= Made.getNumArgs() ||
        !Made.getArg(*Model->Capacity)->getType()->isIntegerType() ||
        Made.getArg(*Model->Capacity)->isValueDependent() ||
        !Made.getArg(*Model->Capacity)->EvaluateAsInt(Size, unit().ast()) ||
        Size.Val.getInt().getActiveBits() <= MaxCapacityBits)
      return;
    report(
        Finding(Made.getArg(*Model->Capacity)->getExprLoc(),
                "a queue of this capacity is one without a limit: memory ends before it makes its producer "
                "wait; give it as many places as bursts need"),
        *C.Decl);
  }

  /// Some four billion elements.
  static constexpr unsigned MaxCapacityBits = 31;
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(unbounded_queue, cotidy::UnboundedQueue)
