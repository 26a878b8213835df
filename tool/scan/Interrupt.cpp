// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Interrupt.h"

#include <csignal>

namespace cotidy {

namespace {

// A signal handler can reach nothing but a global.
volatile std::sig_atomic_t Came = 0;

void note(int Signal) {
  Came = Signal;
  std::signal(Signal, SIG_DFL);
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
