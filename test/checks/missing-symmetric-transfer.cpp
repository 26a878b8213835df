// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-symmetric-transfer %t

#include <coroutine>
#include <deque>
#include <functional>

struct promise {
  std::coroutine_handle<> continuation;
};
void post(std::function<void()> work);

// What is reported.

struct final_awaiter {
  void await_suspend(std::coroutine_handle<promise> finished) noexcept { finished.promise().continuation.resume(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:74: warning: this resumes another coroutine on top of this one's stack, which overflows in a long chain of awaits; return the handle from await_suspend, so that control is transferred [async-missing-symmetric-transfer]
};

struct starts_a_task {
  std::coroutine_handle<> child;
  bool await_suspend(std::coroutine_handle<> waiting) {
    child();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this resumes another coroutine on top of this one's stack, which overflows in a long chain of awaits; return the handle from await_suspend, so that control is transferred [async-missing-symmetric-transfer]
    return true;
  }
};

template <typename T> struct in_a_template {
  std::coroutine_handle<T> child;
  void await_suspend(std::coroutine_handle<> waiting) { child.resume(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:57: warning: this resumes another coroutine on top of this one's stack, which overflows in a long chain of awaits; return the handle from await_suspend, so that control is transferred [async-missing-symmetric-transfer]
};
void instantiate(in_a_template<promise> awaiter) { awaiter.await_suspend({}); }

// What is not.

struct transfers {
  std::coroutine_handle<> child;
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) { return child; }
};

struct resumes_itself {
  void await_suspend(std::coroutine_handle<> waiting) { waiting.resume(); }
};

struct runs_a_queue {
  std::deque<std::coroutine_handle<>> ready;
  void await_suspend(std::coroutine_handle<> waiting) {
    for (std::coroutine_handle<> next : ready)
      next.resume();
  }
};

struct resumes_later {
  std::coroutine_handle<> child;
  void await_suspend(std::coroutine_handle<> waiting) {
    post([next = child] { next.resume(); });
  }
};
