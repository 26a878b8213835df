// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t -- -- -I%S/Inputs/same-namespace
//
// A project may call its namespace as a library does: only what is in the library's headers is the library's.

#include <cppcoro/nap.hpp>
#include <helpers/naps.h>
#include <inhouse/task.h>

using inhouse::task;

namespace coro {
inline void pause_for(int seconds) { std::this_thread::sleep_for(std::chrono::seconds(seconds)); }
} // namespace coro

task<void> in_a_file_of_its_own() {
  coro::pause_for(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'pause_for' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return;
}

task<void> in_a_header_of_its_own() {
  cppcoro::nap_of_ours();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap_of_ours' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return;
}

task<void> in_the_library() {
  cppcoro::nap();
  co_return;
}
