// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s dangling-capture %t

#include <chrono>
#include <folly/coro/all.h>
#include <inhouse/fire_and_forget.h>
#include <inhouse/task.h>
#include <seastar/core/coroutine.hh>
#include <seastar/core/future.hh>
#include <vector>

using inhouse::task;

task<void> step(int n);
void log(int n);

// A start with a body to be seen: it stores the task where that outlives the function.

std::vector<task<void>> running;
void keep(task<void> work) { running.push_back(std::move(work)); }
struct Scope {
  std::vector<task<void>> all;
  void add(task<void> work) { all.emplace_back(std::move(work)); }
  void run();
};

void is_stored(int n) {
  auto work = [n]() -> task<void> { co_await step(n); };
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  keep(work());
  log(n);
}
void is_stored_by_another(Scope &scope, int n) {
  auto work = [n]() -> task<void> { co_await step(n); };
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  auto made = work();
  scope.add(std::move(made));
}
struct Owner {
  Scope scope;
  int n = 0;
  void start() {
    auto work = [this]() -> task<void> { co_await step(n); };
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
    scope.add(work());
  }
};

void runs_it_to_its_end(Scope &scope, int n) {
  auto work = [n]() -> task<void> { co_await step(n); };
  scope.add(work());
  scope.run();
}
task<void> awaits_it_from_the_store(int n) {
  auto work = [n]() -> task<void> { co_await step(n); };
  keep(work());
  co_await std::move(running.back());
}
void stores_it_here(int n) {
  std::vector<task<void>> here;
  auto work = [n]() -> task<void> { co_await step(n); };
  here.push_back(work());
}

// A start by a name alone: it goes on when the function has let go of the lambda, unless something there waits.

namespace pool {
void spawn(task<void> work);
void run();
} // namespace pool
struct Runner {
  void spawn(task<void> work);
  void drain();
};

void goes_on_after_the_start(int n) {
  auto work = [n]() -> task<void> { co_await step(n); };
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  pool::spawn(work());
  log(n);
}
void starts_in_a_branch(Runner &runner, int n) {
  if (n > 0) {
    auto work = [n]() -> task<void> { co_await step(n); };
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
    runner.spawn(work());
    log(n);
  }
  runner.drain();
}
void starts_and_runs(int n) {
  auto work = [n]() -> task<void> { co_await step(n); };
  pool::spawn(work());
  pool::run();
}
void starts_and_drains(Runner &runner, int n) {
  auto work = [n]() -> task<void> { co_await step(n); };
  runner.spawn(work());
  runner.drain();
}

// What is never resumed reads nothing.

void is_never_started(int n) {
  auto work = [n]() -> task<void> { co_await step(n); }();
}

// A continuation: the library destroys the closure when it has returned its future.

seastar::future<> ready();
seastar::future<> pause(int n);

seastar::future<> continues(int n) {
  co_await ready().then([n]() -> seastar::future<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; copy them into the coroutine before it first awaits [async-dangling-capture]
    co_await pause(1);
    co_await pause(n);
  });
}
seastar::future<> continues_by_name(int n) {
  auto next = [n](std::exception_ptr) -> seastar::future<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; copy them into the coroutine before it first awaits [async-dangling-capture]
    co_await pause(1);
    co_await pause(n);
  };
  co_await ready().handle_exception(std::move(next));
}

seastar::future<> is_kept_by_a_wrapper(int n) {
  co_await ready().then(seastar::coroutine::lambda([n]() -> seastar::future<> {
    co_await pause(1);
    co_await pause(n);
  }));
}
seastar::future<> reads_before_it_awaits(int n) {
  co_await ready().then([n]() -> seastar::future<> {
    int copy = n;
    co_await pause(1);
    co_await pause(copy);
  });
}
seastar::future<> reads_for_the_first_await(int n) {
  co_await ready().then([n]() -> seastar::future<> { co_await pause(n); });
}
seastar::future<> continues_without_a_coroutine(int n) {
  co_await ready().then([n] { return pause(n); });
}

// What is returned for a coroutine and has an end of its own holds the coroutine, and goes before the lambda.

class holder {
public:
  struct promise_type {
    holder get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  ~holder();

private:
  void *work;
};
void is_held(int n) {
  auto work = [n]() -> holder {
    co_await step(1);
    log(n);
  };
  auto running = work();
}
void is_held_by_nobody(int n) {
  auto work = [n]() -> inhouse::fire_and_forget {
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
    co_await step(1);
    log(n);
  };
  auto running = work();
}

// The scope is the caller's, and a pause of this function is no wait for what is in it.

using namespace std::chrono_literals;
using Executor = folly::Executor::KeepAlive<>;
using folly::coro::co_withExecutor;
task<void> sleep_for(std::chrono::milliseconds time);

folly::coro::Task<void> rings(folly::coro::AsyncScope &scope, Executor executor, int n) {
  auto call = [n](int times) -> folly::coro::Task<void> {
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
    co_await folly::coro::sleep(1s);
    log(n);
  };
  scope.add(co_withExecutor(executor, call(3)));
  co_await folly::coro::sleep(1ms);
}
task<void> pauses_for_a_time(int n) {
  auto work = [n]() -> task<void> { co_await step(n); };
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  pool::spawn(work());
  co_await sleep_for(1ms);
}

folly::coro::Task<void> joins_its_scope(folly::coro::AsyncScope &scope, Executor executor, int n) {
  auto call = [n](int times) -> folly::coro::Task<void> {
    co_await folly::coro::sleep(1s);
    log(n);
  };
  scope.add(co_withExecutor(executor, call(3)));
  co_await folly::coro::sleep(1ms);
  co_await scope.joinAsync();
}
task<void> awaits_something_else(int n) {
  auto work = [n]() -> task<void> { co_await step(n); };
  pool::spawn(work());
  co_await step(n);
}
struct event {
  task<void> sleep(std::chrono::milliseconds at_most);
  void set();
};
task<void> sleeps_until_it_is_told(int n) {
  event done;
  auto work = [n, &done]() -> task<void> {
    co_await step(n);
    log(n);
    done.set();
  };
  pool::spawn(work());
  co_await done.sleep(100ms);
}
task<void> polls_for_its_end(int n) {
  bool done = false;
  auto work = [n, &done]() -> task<void> {
    co_await step(n);
    log(n);
    done = true;
  };
  pool::spawn(work());
  while (!done)
    co_await sleep_for(1ms);
}
void spins_until_it_is_done(int n) {
  bool done = false;
  auto work = [&]() -> task<void> {
    co_await step(n);
    done = true;
  };
  pool::spawn(work());
  while (!done) {
  }
}
void spins_for_something_else(int n, bool &ready) {
  auto work = [n]() -> task<void> { co_await step(n); };
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  pool::spawn(work());
  while (!ready) {
  }
}
