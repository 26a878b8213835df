// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s busy-wait %t

#include <asio.hpp>
#include <atomic>
#include <chrono>
#include <folly/coro/Sleep.h>
#include <folly/coro/Task.h>
#include <inhouse/task.h>
#include <vector>

using inhouse::task;
using namespace std::chrono_literals;

task<void> sleep_for(int milliseconds);
task<void> yield();
task<bool> is_ready(int id);
task<void> serve_one();
struct process {
  bool running() const;
};

// What is reported.

class worker {
  bool done = false;
  std::atomic<bool> stopped = false;
  std::vector<int> pending;

public:
  task<void> on_a_timer() {
    while (!done)
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'done' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'done' changes [async-busy-wait]
      co_await sleep_for(10);
  }
  task<void> on_a_yield() {
    while (!stopped.load()) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'stopped' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'stopped' changes [async-busy-wait]
      co_await yield();
    }
  }
  task<int> for_a_container() {
    while (pending.empty())
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'pending' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'pending' changes [async-busy-wait]
      co_await sleep_for(1);
    co_return pending.front();
  }
  task<void> from_the_middle() {
    for (;;) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'done' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'done' changes [async-busy-wait]
      if (done)
        break;
      co_await sleep_for(10);
    }
  }
  task<bool> for_some_time() {
    for (int attempt = 0; attempt < 100 && !stopped; ++attempt)
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'stopped' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'stopped' changes [async-busy-wait]
      co_await sleep_for(10);
    co_return stopped;
  }
  bool empty() const;
  task<void> for_its_own_elements() {
    while (!empty() && !stopped.load())
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'stopped' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'stopped' changes [async-busy-wait]
      co_await yield();
  }
  folly::coro::Task<void> by_model() {
    while (!stopped)
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'stopped' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'stopped' changes [async-busy-wait]
      co_await folly::coro::sleep(10ms);
  }
  asio::awaitable<void> by_a_timer(asio::steady_timer &timer) {
    while (!done) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'done' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'done' changes [async-busy-wait]
      timer.expires_after(10ms);
      co_await timer.async_wait(asio::use_awaitable);
    }
  }

  // What is not.

  task<void> works() {
    while (!done) {
      co_await sleep_for(10);
      co_await serve_one();
    }
  }
  task<void> works_between() {
    while (!done) {
      pending.clear();
      co_await sleep_for(1000);
    }
  }
};

task<void> by_reference(const std::atomic<int> &running) {
  while (running > 0)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop does nothing but look at 'running' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'running' changes [async-busy-wait]
    co_await sleep_for(10);
}

// Only time passes.
task<void> counts() {
  for (int i = 0; i < 10; ++i)
    co_await sleep_for(10);
}

// Somebody outside the program is asked.
task<void> asks(int id) {
  while (!co_await is_ready(id))
    co_await sleep_for(1000);
}

task<void> looks_outside(process &child) {
  while (child.running())
    co_await sleep_for(100);
}

task<void> its_own_variable() {
  bool done = false;
  while (!done) {
    co_await sleep_for(10);
    done = true;
  }
}

task<void> once(bool wanted) {
  if (wanted)
    co_await sleep_for(10);
}

// A pause by another name: a duration is all it is given.

task<void> nap(std::chrono::milliseconds time);
task<void> rest(std::chrono::milliseconds time);
task<bool> wait_for_data(std::chrono::milliseconds most);

struct function_object {
  bool operator()();
};

class napper {
public:
  task<void> naps() {
    while (!ready)
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'ready' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'ready' changes [async-busy-wait]
      co_await nap(5ms);
  }

  task<int> takes() {
    for (;;) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'arrived' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'arrived' changes [async-busy-wait]
      if (!arrived.empty())
        co_return arrived.front();
      co_await nap(5ms);
    }
  }

  task<void> rests() {
    for (;;) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'ready' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'ready' changes [async-busy-wait]
      if (ready)
        break;
      co_await rest(5ms);
    }
  }

  // Each round does something, whatever the objects are that are called.
  task<void> beats(function_object &send) {
    while (!ready) {
      send();
      co_await nap(5ms);
    }
  }

  task<void> asks(function_object &is_over) {
    while (!ready && !is_over())
      co_await nap(5ms);
  }

  // It ends when there is something.
  task<void> waits() {
    while (!ready)
      co_await wait_for_data(5ms);
  }

private:
  bool ready = false;
  std::vector<int> arrived;
};

// A lock that is made of it.

class spinning_mutex {
public:
  task<void> lock() {
    for (;;) {
      if (!taken.exchange(true))
        co_return;
      while (taken.load())
        co_await rest(1ms);
    }
  }
  void unlock() { taken.store(false); }

private:
  std::atomic<bool> taken;
};

// Progress that others see is work, whatever the pause stands for.

task<int> in_steps(std::atomic<bool> &given_up, std::atomic<int> &progress) {
  for (int step = 1; step <= 3; ++step) {
    progress = step;
    if (given_up)
      co_return -1;
    co_await sleep_for(200);
  }
  co_return 1;
}
task<void> counts_for_others(std::atomic<bool> &given_up, int &rounds) {
  while (!given_up) {
    ++rounds;
    co_await sleep_for(200);
  }
}
task<void> counts_for_itself(std::atomic<bool> &given_up) {
  int rounds = 0;
  while (!given_up) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop does nothing but look at 'given_up' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'given_up' changes [async-busy-wait]
    ++rounds;
    co_await sleep_for(200);
  }
}

// A pause of a known length: nothing else has to happen.

double now();
struct settings {
  double grace_period;
  bool enabled;
};
task<void> lets_others_go_first(bool replaces, double since, settings *known) {
  while (replaces && now() - since < known->grace_period)
    co_await sleep_for(1000);
}
task<void> lets_others_go_first_or_stops(std::atomic<bool> &stopped, double since, settings *known) {
  while (!stopped && now() - since < known->grace_period)
    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop does nothing but look at 'stopped' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'stopped' changes [async-busy-wait]
    co_await sleep_for(1000);
}
