// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-yield %t

#include <atomic>
#include <coroutine>
#include <functional>
#include <inhouse/generator.h>
#include <inhouse/task.h>
#include <queue>
#include <stop_token>
#include <thread>
#include <vector>

using inhouse::task;

task<void> step();
task<void> yield();
bool poll_once();
void work(int n);

// What is reported.

task<void> for_ever() {
  co_await step();
  while (true)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs for ever and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    poll_once();
}

task<void> until_told(std::stop_token token) {
  while (!token.stop_requested())
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs until it is told to stop and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    poll_once();
  co_await step();
}

task<void> over_and_over(std::vector<int> values) {
  co_await step();
  long sum = 0;
  while (true) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs for ever and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    for (int value : values)
      sum += value;
  }
}

task<void> leaves_when_told(std::stop_token token) {
  co_await step();
  for (;;) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs until it is told to stop and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    if (token.stop_requested())
      co_return;
    poll_once();
  }
}

task<long> many_rounds() {
  long sum = 0;
  for (int i = 0; i < 20000; ++i)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs 400000000 rounds without a suspension, so that no other coroutine, timer or I/O of this thread gets a turn meanwhile; yield every so many rounds, or run it on a pool of threads [async-missing-yield]
    for (int j = 0; j < 20000; ++j)
      sum += i ^ j;
  co_await step();
  co_return sum;
}

task<void> only_what_is_ready() {
  for (;;) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs for ever and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    co_await std::suspend_never{};
    poll_once();
  }
}

template <typename T> task<void> in_a_template(T n) {
  do {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs for ever and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    work(n);
  } while (true);
  co_await step();
}
template task<void> in_a_template(int);
template task<void> in_a_template(long);

// What is not.

task<void> suspends() {
  while (true) {
    poll_once();
    co_await yield();
  }
}

task<void> suspends_now_and_then() {
  for (int i = 0;; ++i) {
    work(i);
    if (i % 1000 == 0)
      co_await yield();
  }
}

task<void> leaves() {
  while (true) {
    if (poll_once())
      break;
  }
  co_await step();
}

task<void> returns() {
  for (;;)
    if (poll_once())
      co_return;
}

inhouse::generator<int> endless() {
  for (int i = 0;; ++i)
    co_yield i;
}

task<int> over_a_container(const std::vector<int> &values) {
  int sum = 0;
  for (int value : values)
    sum += value;
  co_await step();
  co_return sum;
}

task<int> few_rounds() {
  int sum = 0;
  for (int i = 0; i < 100; ++i)
    sum += i;
  co_await step();
  co_return sum;
}

task<int> searches() {
  for (int i = 0; i < 2000000000; ++i)
    if (i * 7 == 91)
      co_return i;
  co_await step();
  co_return 0;
}

// It waits for another thread, and another check speaks.
task<void> spins(std::stop_token token) {
  while (!token.stop_requested()) {
  }
  co_await step();
}

// Nobody comes there.
task<void> never_reached() {
  co_await step();
  for (;;) {
  }
}

void plain() {
  while (true)
    poll_once();
}

// An atomic that says by its name that another thread sets it.
struct machine {
  std::atomic<bool> stopped{false};
  std::atomic<bool> running{true};
  std::atomic<bool> done{false};
  void step();
};
task<void> until_stopped(machine &all) {
  while (!all.stopped.load())
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs until it is told to stop and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    all.step();
  co_await step();
}
task<void> while_running(machine &all) {
  while (all.running)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs until it is told to stop and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    all.step();
  co_await step();
}
task<void> leaves_when_stopped(machine &all) {
  for (;;) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs until it is told to stop and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    if (all.stopped)
      break;
    all.step();
  }
  co_await step();
}
task<void> until_it_is_done(machine &all) {
  while (!all.done)
    all.step();
  co_await step();
}
task<void> awaits_until_stopped(machine &all) {
  while (!all.stopped)
    co_await step();
}

// A flag that the coroutine is only shown.

task<void> until_a_flag(bool &stop) {
  co_await step();
  while (!stop)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs until it is told to stop and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    work(1);
}

// It may end by itself.
task<void> sets_it_itself(bool &stop, bool &found) {
  co_await step();
  while (!stop)
    stop = poll_once();
  while (!found)
    work(1);
}

// A callable does whatever it was made for, though calling it is const.

task<void> runs_a_function(std::function<void()> work, std::atomic<bool> &stop) {
  while (!stop)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs until it is told to stop and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    work();
  co_await step();
}

template <typename F> task<void> runs_a_callable(F work, std::atomic<bool> &stop) {
  while (!stop.load())
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs until it is told to stop and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    work();
  co_await step();
}
task<void> runs_a_lambda(int &rounds, std::atomic<bool> &stop) {
  co_await runs_a_callable([&] { ++rounds; }, stop);
}

// This one spins, which another check says.
task<void> asks_a_function(std::function<bool()> done, std::atomic<bool> &stop) {
  while (!stop && !done()) {
  }
  co_await step();
}

// Threads of the project's own.
class Crew {
  std::vector<std::thread> threads;
  std::queue<std::coroutine_handle<>> ready;

public:
  struct Turn {
    Crew &of;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) { of.ready.push(h); }
    void await_resume() noexcept {}
  };
  Turn enter() { return {*this}; }
};
task<void> in_the_crew(Crew &crew, std::atomic<bool> &stop) {
  co_await crew.enter();
  while (!stop)
    work(1);
}

// What others set, whatever its name is.
task<void> searches(std::size_t &nonce, const std::atomic<bool> &found) {
  co_await step();
  while (!found)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs until it is told to stop and never suspends, so that no other coroutine, timer or I/O of this thread gets a turn; yield in it, or run it on a thread of its own [async-missing-yield]
    nonce = nonce * 3 + 1;
}

// It may set the flag itself, and be done soon.
task<void> searches_alone(std::size_t &nonce, std::atomic<bool> &found) {
  co_await step();
  while (!found) {
    nonce = nonce * 3 + 1;
    found = nonce % 64 == 0;
  }
}
