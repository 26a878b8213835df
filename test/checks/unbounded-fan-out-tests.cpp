// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-fan-out %t
//
// Tests and benchmarks that no macro and no base class makes such.

#include <inhouse/task.h>

namespace benchmark {
class State {
public:
  long range(int place) const;
};
} // namespace benchmark

using inhouse::task;

void start(task<void> work);
task<void> send(int number);

// A benchmark is handed its state.
void starts_many(benchmark::State &state) {
  for (int i = 0; i < state.range(0); ++i)
    start(send(i));
  [&]() -> task<void> {
    for (int i = 0; i < state.range(0); ++i)
      start(send(i));
    co_return;
  }();
}

class State {
public:
  long range(int place) const;
};
void starts_all(State &state) {
  for (int i = 0; i < state.range(0); ++i)
    start(send(i));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every value of 'i' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// A C framework's macros come to functions.
extern "C" void _assert_true(unsigned long result, const char *expression, const char *file, int line);
#define assert_true(c) _assert_true((unsigned long)(c), #c, __FILE__, __LINE__)
extern "C" void _check_true(unsigned long result, const char *expression, const char *file, int line);
#define check_true(c) _check_true((unsigned long)(c), #c, __FILE__, __LINE__)

void test_starts(void **) {
  const int number = 100;
  for (int i = 0; i < number; ++i)
    start(send(i));
  assert_true(number == 100);
}
void checked_starts(void **) {
  const int number = 100;
  for (int i = 0; i < number; ++i)
    start(send(i));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 100 tasks are in flight at once, and what they call has the load of all of them; let only a bounded number run at a time [async-unbounded-fan-out]
  check_true(number == 100);
}
