// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t -- -- -I%S/Inputs/own-library

// A library's own header, where the awaitable that would do instead is made: no fix includes a header in itself.

#include <async_simple/coro/Lazy.h>
#include <async_simple/coro/Sleep.h>

async_simple::coro::Lazy<> elsewhere() {
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await async_simple::coro::sleep(std::chrono::milliseconds(1));
  co_return;
}
// CHECK-MESSAGES: Sleep.h:8:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
