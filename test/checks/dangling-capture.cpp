// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s dangling-capture %t
// RUN: %check_cotidy --suffixes=CXX23 %s dangling-capture %t -- -- -std=c++23

#include <asio.hpp>
#include <future>
#include <inhouse/eager.h>
#include <inhouse/fire_and_forget.h>
#include <inhouse/task.h>
#include <string>
#include <vector>

using inhouse::task;

task<void> step(int n);
void spawn(task<void> work);
void log(int n);

// What is reported: the closure is a temporary, and nothing awaits the coroutine in the same statement.

task<void> keeps_the_task(int n) {
  auto later = [n]() -> task<void> { co_await step(n); }();
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  // CHECK-MESSAGES-CXX23: :[[@LINE-2]]:16: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  // CHECK-FIXES-CXX23: {{^}}  auto later = [n](this auto) -> task<void> { co_await step(n); }();
  co_await later;
}

void starts_it(int n) {
  spawn([n](int more) -> task<void> { co_await step(n + more); }(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  // CHECK-MESSAGES-CXX23: :[[@LINE-2]]:9: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  // CHECK-FIXES-CXX23: {{^}}  spawn([n](this auto, int more) -> task<void> { co_await step(n + more); }(1));
}

struct Service {
  int n = 0;
  void start() {
    spawn([this]() -> task<void> { co_await step(n); }());
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
    // CHECK-MESSAGES-CXX23: :[[@LINE-2]]:11: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
    // CHECK-FIXES-CXX23: {{^}}    spawn([this](this auto) -> task<void> { co_await step(n); }());
  }
};

std::vector<task<void>> collects(std::string name) {
  std::vector<task<void>> tasks;
  tasks.push_back([&]() -> task<void> { co_await step((int)name.size()); }());
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  // CHECK-MESSAGES-CXX23: :[[@LINE-2]]:19: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  // CHECK-FIXES-CXX23: {{^}}  tasks.push_back([&](this auto) -> task<void> { co_await step((int)name.size()); }());
  return tasks;
}

task<void> leaves_with_a_local_one(int n) {
  auto local = [n]() -> task<void> { co_await step(n); };
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  // CHECK-MESSAGES-CXX23: :[[@LINE-2]]:16: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  // CHECK-FIXES-CXX23: {{^}}  auto local = [n](this auto) -> task<void> { co_await step(n); };
  return local();
}

// What is not.

task<void> awaits_at_once(int n) {
  co_await [n]() -> task<void> { co_await step(n); }();
}

void waits_for_it(int n) {
  inhouse::sync_wait([n]() -> task<void> { co_await step(n); }());
}

void passes_parameters(int n) {
  spawn([](int n) -> task<void> { co_await step(n); }(n));
}

// The library keeps the lambda itself.
void hands_over_the_lambda(asio::io_context &context, int n) {
  asio::co_spawn(context, [n]() -> asio::awaitable<void> { asio::steady_timer timer(co_await asio::this_coro::executor); (void)n; }, asio::detached);
}

task<void> calls_a_local_one(int n) {
  auto local = [n]() -> task<void> { co_await step(n); };
  co_await local();
}

// Eager: the captures are read before the first suspension only.
inhouse::eager<void> reads_early(int n) {
  auto started = [n]() -> inhouse::eager<void> {
    int copy = n;
    co_await std::suspend_always();
    (void)copy;
  }();
  co_await started;
}

// A local lambda that ends with the function that started it; a start that waits.

void starts_last(int n) {
  auto work = [n]() -> task<void> { co_await step(n); };
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  // CHECK-MESSAGES-CXX23: :[[@LINE-2]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  spawn(work());
}
void starts_and_goes_on(int n) {
  auto work = [n]() -> task<void> { co_await step(n); };
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  // CHECK-MESSAGES-CXX23: :[[@LINE-2]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  spawn(work());
  log(n);
}
void starts_by_the_call(int n) {
  [n]() -> inhouse::fire_and_forget {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  // CHECK-MESSAGES-CXX23: :[[@LINE-2]]:3: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
    co_await step(1);
    co_await step(n);
  }();
}
void blocks_inside(int n) {
  auto until_done = [](task<void> work, int times) {
    std::promise<void> done;
    spawn(std::move(work));
    done.get_future().wait();
  };
  until_done([n]() -> task<void> { co_await step(n); }(), 1);
}

// What runs a loop until the task is done is done with the closure when it returns.
struct event_loop {
  void schedule(task<void> work);
  void run_until_complete();
};
event_loop &this_loop();
template <typename Task> void run(Task work) {
  this_loop().schedule(std::move(work));
  this_loop().run_until_complete();
}
void drives(int n) {
  run([n]() -> task<void> { co_await step(n); }());
}
