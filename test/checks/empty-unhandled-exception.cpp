// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s empty-unhandled-exception %t

#include <coroutine>
#include <exception>

struct task {
  struct promise_type;
};

// What is reported.

struct swallows {
  void unhandled_exception() {}
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'unhandled_exception' forgets the exception, so a coroutine that fails looks like one that succeeded; keep std::current_exception() and rethrow it in await_resume, or terminate [async-empty-unhandled-exception]
};

template <typename T> struct swallows_in_a_template {
  void unhandled_exception() noexcept {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'unhandled_exception' forgets the exception, so a coroutine that fails looks like one that succeeded; keep std::current_exception() and rethrow it in await_resume, or terminate [async-empty-unhandled-exception]
    ;
    return;
  }
};

struct defined_elsewhere {
  void unhandled_exception();
};
void defined_elsewhere::unhandled_exception() {}
// CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'unhandled_exception' forgets the exception, so a coroutine that fails looks like one that succeeded; keep std::current_exception() and rethrow it in await_resume, or terminate [async-empty-unhandled-exception]

// What is not.

struct keeps {
  void unhandled_exception() { error = std::current_exception(); }
  std::exception_ptr error;
};

struct rethrows {
  void unhandled_exception() { throw; }
};

struct ends {
  void unhandled_exception() { std::terminate(); }
};

void unhandled_exception() {}
