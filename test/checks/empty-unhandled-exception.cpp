// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s empty-unhandled-exception %t

#include <coroutine>
#include <exception>
#include <optional>

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

struct catches_it_to_forget_it {
  void unhandled_exception() noexcept {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'unhandled_exception' forgets the exception, so a coroutine that fails looks like one that succeeded; keep std::current_exception() and rethrow it in await_resume, or terminate [async-empty-unhandled-exception]
    try {
      throw;
    } catch (const std::exception &) {
    } catch (...) {
    }
  }
};

struct defined_elsewhere {
  void unhandled_exception();
};
void defined_elsewhere::unhandled_exception() {}
// CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'unhandled_exception' forgets the exception, so a coroutine that fails looks like one that succeeded; keep std::current_exception() and rethrow it in await_resume, or terminate [async-empty-unhandled-exception]

struct remembers_that_it_failed {
  void unhandled_exception() noexcept { failed = true; }
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'unhandled_exception' keeps a value in place of the exception, so nobody learns why the coroutine failed; keep std::current_exception() and rethrow it in await_resume, or terminate [async-empty-unhandled-exception]
  bool failed = false;
};

template <typename T> struct answers_with_nothing {
  void unhandled_exception() noexcept {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'unhandled_exception' keeps a value in place of the exception, so nobody learns why the coroutine failed; keep std::current_exception() and rethrow it in await_resume, or terminate [async-empty-unhandled-exception]
    value = T();
    return;
  }
  T value;
};

struct answers_with_an_empty_one {
  void unhandled_exception() noexcept { value = std::nullopt; }
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'unhandled_exception' keeps a value in place of the exception, so nobody learns why the coroutine failed; keep std::current_exception() and rethrow it in await_resume, or terminate [async-empty-unhandled-exception]
  std::optional<int> value;
};

struct takes_the_answer_back {
  void unhandled_exception() noexcept { value.reset(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'unhandled_exception' keeps a value in place of the exception, so nobody learns why the coroutine failed; keep std::current_exception() and rethrow it in await_resume, or terminate [async-empty-unhandled-exception]
  std::optional<int> value;
};

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

struct keeps_and_remembers {
  void unhandled_exception() noexcept {
    failed = true;
    error = std::current_exception();
  }
  bool failed = false;
  std::exception_ptr error;
};

void log(const char *what);
struct tells {
  void unhandled_exception() noexcept {
    failed = true;
    log("a task failed");
  }
  bool failed = false;
};

struct tells_of_one_sort {
  void unhandled_exception() noexcept {
    try {
      throw;
    } catch (const std::exception &error) {
      log(error.what());
    } catch (...) {
    }
  }
};
struct lets_others_out {
  void unhandled_exception() {
    try {
      throw;
    } catch (const std::exception &) {
    }
  }
};

struct result {
  static result of_current_exception();
  void fail();
};
struct asks_another {
  void unhandled_exception() noexcept { value = result::of_current_exception(); }
  result value;
};
struct lets_another_look {
  void unhandled_exception() noexcept { value.fail(); }
  result value;
};
