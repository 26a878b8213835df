// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s dangling-capture %t
//
// Starts whose bodies are seen to resume the task before they return.

#include <coroutine>
#include <exception>
#include <inhouse/task.h>
#include <utility>

using inhouse::task;

task<void> step(int n);
void log(int n);
bool on_loop();

/// What a task is put into so that it runs by itself.
class root {
public:
  struct promise_type {
    root get_return_object() { return root(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  explicit root(std::coroutine_handle<promise_type> handle) : handle(handle) {}
  void start() {
    if (handle)
      handle.resume();
  }
  std::coroutine_handle<promise_type> get() const { return handle; }

private:
  std::coroutine_handle<promise_type> handle;
};
root make_root(task<void> work) { co_await std::move(work); }
root make_late_root(task<void> work) {
  co_await step(1);
  co_await std::move(work);
}
void post(std::coroutine_handle<> work);

struct group {
  void start(task<void> work) {
    ++running;
    auto whole = make_root(std::move(work));
    whole.start();
  }
  void start_by_handle(task<void> work) { make_root(std::move(work)).get().resume(); }
  void start_late(task<void> work) {
    auto whole = make_late_root(std::move(work));
    whole.start();
  }
  void start_here_or_there(task<void> work) {
    auto whole = make_root(std::move(work));
    if (on_loop())
      whole.start();
    else
      post(whole.get());
  }
  void start_there(task<void> work) { post(make_root(std::move(work)).get()); }
  int running = 0;
};

// What is reported.

void reads_after_a_suspension(group &all, int n) {
  all.start([n]() -> task<void> {
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
    co_await step(1);
    log(n);
  }());
}
void starts_after_something_else(group &all, int n) {
  all.start_late([n]() -> task<void> {
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
    log(n);
    co_return;
  }());
}
void starts_here_or_there(group &all, int n) {
  all.start_here_or_there([n]() -> task<void> {
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
    log(n);
    co_return;
  }());
}
void starts_there(group &all, int n) {
  all.start_there([n]() -> task<void> {
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
    log(n);
    co_return;
  }());
}

// What is not: the coroutine has read all it reads when the start returns.

void never_suspends(group &all, int n) {
  all.start([&]() -> task<void> {
    log(n);
    co_return;
  }());
  all.start_by_handle([&]() -> task<void> {
    log(n);
    co_return;
  }());
}
void suspends_last(group &all, int n) {
  all.start([n]() -> task<void> {
    log(n);
    co_await step(1);
  }());
}
