// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s swallowed-exception %t

#include <expected>
#include <inhouse/task.h>
#include <system_error>

using inhouse::task;

// The error of a result is thrown where the value is taken out of it.

task<std::expected<int, std::error_code>> ask(int id);

task<int> unpacks(int id) {
  try {
    co_return (co_await ask(id)).value();
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    co_return 0;
  }
}

task<int> unpacks_later(int id) {
  try {
    auto answer = co_await ask(id);
    co_return answer.value();
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    co_return 0;
  }
}

task<int> looks_at_the_error(int id) {
  try {
    auto answer = co_await ask(id);
    co_return answer ? *answer : -1;
  } catch (...) {
    co_return 0;
  }
}
