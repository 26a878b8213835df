// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s discarded-awaitable %t
//
// A handle that shares the promise of a lazy task, of work that has begun all the same.

#include <inhouse/started.h>

using inhouse::job;

#define TEST(suite, name) void suite##_##name()

job<int> fetch(int id);

job<int> forgets() {
  fetch(1).start();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'start' is dropped, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await fetch(1).start();
  auto started = fetch(2).start();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'started' is never awaited, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  auto made = fetch(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'made' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  (void)fetch(4);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the awaitable returned by 'fetch' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  (void)co_await fetch(4);
  co_return co_await fetch(5);
}

// What is not.

void leaves_it_running() {
  (void)fetch(1).start();
}
job<int> waits() {
  auto started = fetch(1).start();
  const int second = co_await fetch(2);
  co_return second + co_await started;
}
// Nobody said that it is to be used.
void shares() {
  fetch(1).share();
}
TEST(Fetch, RunsUntilTheTestEnds) {
  auto started = fetch(1).start();
}
