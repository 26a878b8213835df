// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds tests that wait for time to pass instead of for what they test: slow on a fast machine, red on a slow
// one.

#include "semantics/CoroutineCheck.h"
#include "semantics/TestSleeps.h"

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
    if (!unit().isTest(F))
      return;
    const TestSleeps Sleeps(unit(), F);
    for (const Expr *E : unit().body(F).calls())
      if (Sleeps.hopes(E))
        report(Finding(E->getBeginLoc(),
                       "this test sleeps and hopes that the work is done by then, so it is slow on a "
                       "fast machine and fails on a slow one; await the event itself"),
               F);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(sleep_in_test, cotidy::SleepInTest)
