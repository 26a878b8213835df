// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Interrupt.h"

#include <csignal>
#include <ctime>

namespace cotidy {

namespace {

// A signal handler can reach nothing but a global.
volatile std::sig_atomic_t Came = 0;
time_t CameAt = 0;

/// The first signal ends the scan in good order, a later one at once. That is not the second of one stroke:
/// timeout(1) sends its signal to the program, and then to the program's group.
void note(int Signal) {
  timespec Now;
  clock_gettime(CLOCK_MONOTONIC, &Now);
  if (!Came) {
    CameAt = Now.tv_sec;
    Came = Signal;
  } else if (Now.tv_sec - CameAt > 1) {
    std::signal(Signal, SIG_DFL);
    std::raise(Signal);
  }
}

} // namespace

void noteInterrupts() {
  for (int Signal : {SIGINT, SIGTERM})
    if (std::signal(Signal, note) == SIG_IGN)
      std::signal(Signal, SIG_IGN);
}

int interruptedBy() { return Came; }

void leaveInterruptsToParent() {
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, SIG_DFL);
}

} // namespace cotidy
