// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds calls in coroutines that compute for long on the thread that other coroutines wait to run on.

#include "semantics/CallChains.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Hops.h"
#include "semantics/LoopBounds.h"
#include "semantics/LoopFlow.h"
#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {
namespace {

class CpuBoundWork : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{
      "cpu-bound-work",
      "finds long computations on the thread a coroutine runs on, directly or through "
      "the functions it calls",
      FixKind::None, Profile::Recommended, Instantiations::Any};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    Hops Where(unit(), C);
    llvm::SmallPtrSet<const Stmt *, 4> Reported;
    for (const BlockingSite &Call : session().facts<Blocking>().in(*C.Decl)) {
      if (Call.Category != BlockingCategory::Cpu || isIgnored(Call, *C.Index) || isOneStep(Call, *C.Index) ||
          Where.mayRunElsewhere(Call.At) || !Reported.insert(Call.At).second)
        continue;
      const std::string Worker = Call.Chain.empty()
                                     ? nameOfCall(unit(), Call.Callee, Call.At)
                                     : nameOfCall(unit(), Call.Chain.back().Callee, Call.Chain.back().At);
      Finding Found(
          cast<Expr>(Call.At)->getExprLoc(),
          (Call.Chain.empty() ? Worker
                              : nameOfCall(unit(), Call.Callee, Call.At) + " calls " + Worker + ", which") +
              " computes for long on this thread, and every other coroutine on it waits as long; run it "
              "on a pool of threads and await the result");
      addChain(unit(), Found, Call.Chain);
      report(std::move(Found), *C.Decl);
    }
  }

private:
  const std::vector<std::string> IgnoredCallees =
      list("IgnoredCallees", "", "qualified names of functions whose work is taken to be short");
  const std::vector<std::string> IgnoredModels =
      list("IgnoredModels", "regex",
           "ids of models whose calls are taken to be short, except in loops that never suspend");

  bool isIgnored(const BlockingSite &Call, const BodyIndex &Body) const {
    return (Call.Model && llvm::is_contained(IgnoredModels, Call.Model->Library) &&
            !isRepeated(Call, Body)) ||
           isOneOf(Call.Callee, IgnoredCallees) || llvm::any_of(Call.Chain, [&](const CallStep &Step) {
             return isOneOf(Step.Callee, IgnoredCallees);
           });
  }

  /// What is short once is not, from one end of a range to the other: a loop over texts that never suspends,
  /// here or on the way to the work.
  bool isRepeated(const BlockingSite &Call, const BodyIndex &Body) const {
    if (isForEach(Body, Call.At, Call.Chain.empty()))
      return true;
    for (const CallStep &Step : Call.Chain)
      if (const BodyIndex *In = unit().visibleBody(Step.Caller);
          In && isForEach(*In, Step.At, &Step == &Call.Chain.back()))
        return true;
    return false;
  }

  /// Whether \p At is done anew for each element of something. What \p IsWork works on its first argument:
  /// many patterns tried on one text are few.
  bool isForEach(const BodyIndex &In, const Stmt *At, bool IsWork) const {
    const int Loop = In.loopOf(At);
    if (Loop < 0 || constantTrips(In.loops()[Loop], In, unit().ast()) || suspends(In, Loop))
      return false;
    const VarDecl *Element = In.loops()[Loop].Element;
    const auto *Made = dyn_cast<Expr>(At);
    const CallSite *Site = Made ? unit().calls().siteOf(Made) : nullptr;
    if (!Element || !Site)
      return !Element;
    const LoopFlow Flow(unit(), In, Loop);
    const ArrayRef<const Expr *> Args = Site->Args;
    return llvm::any_of(IsWork ? Args.take_front() : Args,
                        [&](const Expr *Arg) { return Flow.variesIn(Arg); });
  }

  bool suspends(const BodyIndex &Body, int Loop) const {
    return llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
      return Body.contains(Body.loops()[Loop].S, At.E) && unit().awaitables().maySuspend(At.E);
    });
  }

  /// One piece of a stream, between the awaits that bring and take the pieces: its state is kept from one
  /// round to the next.
  bool isOneStep(const BlockingSite &Call, const BodyIndex &Body) const {
    const int Loop = Body.loopOf(Call.At);
    if (Loop < 0 || !suspends(Body, Loop))
      return false;
    const FunctionDecl *Worker = Call.Chain.empty() ? Call.Callee : Call.Chain.back().Callee;
    if (!Worker || Worker->param_empty())
      return false;
    const QualType First = Worker->getParamDecl(0)->getType();
    const QualType Pointee = First->getPointeeType();
    return !Pointee.isNull() && Pointee->isRecordType() && !Pointee.isConstQualified();
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(cpu_bound_work, cotidy::CpuBoundWork)
