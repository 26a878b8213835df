// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s coroutine-without-await %t
//
// A coroutine that its first suspension hands to a thread is there to run on it, and the helpers of tests are
// there to be awaited.

#include <coroutine>
#include <inhouse/task.h>

using inhouse::task;

#define TEST(suite, name) void suite##_##name()
void expect_equal(int a, int b);

void run_on_a_thread(std::coroutine_handle<> work);
int compute(int id);

struct on_a_thread {
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<> work) { run_on_a_thread(work); }
  void await_resume() noexcept {}
};
struct threaded {
  struct promise_type {
    threaded get_return_object();
    on_a_thread initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<> waiting);
  void await_resume();
};
threaded calculates(int id, int &to) {
  to = compute(id);
  co_return;
}

task<int> divide(int a, int b) {
  if (b == 0)
    co_return 0;
  co_return a / b;
}
task<int> divide_everywhere(int a, int b) {
// CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'divide_everywhere' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]
  if (b == 0)
    co_return 0;
  co_return a / b;
}
task<int> uses(int n) { co_return co_await divide_everywhere(n, 2); }

TEST(divides, twice) {
  auto test = []() -> task<void> {
    expect_equal(co_await divide(10, 2), 5);
    expect_equal(co_await divide_everywhere(10, 2), 5);
  };
  (void)test;
}
