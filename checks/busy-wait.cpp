// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds loops that pause again and again until another coroutine has set something: they wake up for nothing,
// and notice it late.

#include "semantics/CoroutineCheck.h"
#include "semantics/Polling.h"
#include "semantics/SpinLocks.h"

using namespace clang;

namespace cotidy {
namespace {

class BusyWait : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"busy-wait",
                                  "finds loops that poll what another coroutine sets, on a timer or yield",
                                  FixKind::None, Profile::Recommended, Instantiations::Any};

  static std::string looksOf(const PollingLoop &Polls) {
    return llvm::formatv(Polls.Works ? "looks whether {0} is still empty" : "does nothing but look at {0}",
                         quoted(*Polls.State));
  }

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (const PollingLoop &Polls : pollingLoops(unit(), *C.Index)) {
      if (waitsForLock(*C.Index, *Polls.Loop->S)) // by who writes the lock
        continue;
      report(
          Finding(Polls.Loop->S->getBeginLoc(),
                  llvm::formatv("this loop {1} again and again: it wakes up for nothing, and sees the change "
                                "up to one pause late; await an event that is set where {0} changes",
                                quoted(*Polls.State), looksOf(Polls))
                      .str())
              .note(Polls.Pause->loc(), "the coroutine pauses here between looks"),
          *C.Decl);
    }
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(busy_wait, cotidy::BusyWait)
