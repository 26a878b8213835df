// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds tests that wait for time to pass instead of for what they test: slow on a fast machine, red on a slow
// one.

#include "semantics/CoroutineCheck.h"

using namespace clang;

namespace cotidy {
namespace {

class SleepInTest : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"sleep-in-test",
                                  "finds tests that wait for time to pass instead of for asynchronous work",
                                  FixKind::None, Profile::Tests, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    // A thread that sleeps in a coroutine is async-blocking-call's.
    const bool MayBlock = !unit().coroutine(F);
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    // What the test has run elsewhere may play something slow.
    if (!unit().isTest(F) || (MayBlock && Method && Method->getParent()->isLambda()))
      return;
    const BodyIndex &Body = unit().body(F);
    for (const Expr *E : Body.calls()) {
      const CallSite &Site = unit().calls().site(E);
      const FunctionModel *Blocks = Site.does(CallKind::Blocks);
      if ((Site.does(CallKind::Sleep) && !isGivenCallback(Body, E)) ||
          (MayBlock && Blocks && Blocks->Category == BlockingCategory::Sleep))
        report(Finding(E->getBeginLoc(),
                       "this test sleeps and hopes that the work is done by then, so it is slow on a "
                       "fast machine and fails on a slow one; await the event itself"),
               F);
    }
  }

private:
  /// `timer.async_wait([&](auto) { client.cancel(); })`: the test itself goes on.
  static bool isGivenCallback(const BodyIndex &Body, const Expr *Call) {
    return llvm::any_of(Body.lambdas(), [&](const LambdaInfo &Lambda) { return Lambda.Call == Call; });
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(sleep_in_test, cotidy::SleepInTest)
