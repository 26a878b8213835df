// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t -- -- -I%source_dir/tool/include

#include <chrono>
#include <cotidy.h>
#include <inhouse/task.h>
#include <thread>

using inhouse::task;

COTIDY_BLOCKING void flush_to_tape();
COTIDY_NONBLOCKING inline void on_its_own_thread() { std::this_thread::sleep_for(std::chrono::seconds(1)); }

struct Tape {
  COTIDY_BLOCKING virtual void rewind() = 0;
};

task<void> marked(Tape &tape) {
  flush_to_tape();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'flush_to_tape' blocks this thread, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  on_its_own_thread();
  tape.rewind();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Tape::rewind' blocks this thread, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}
