// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s busy-wait %t
//
// Timers that stand for an event: they never end by themselves, and who changes something cancels them.

#include <asio.hpp>
#include <chrono>
#include <exception>
#include <mutex>
#include <vector>

using asio::awaitable;
using asio::use_awaitable;
using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

class Notified {
  std::mutex mutex;
  std::vector<int> items;
  asio::steady_timer changed;

public:
  explicit Notified(asio::io_context &context) : changed(context, clock_type::time_point::max()) {}
  awaitable<int> next() {
    for (;;) {
      {
        std::lock_guard guard(mutex);
        if (!items.empty())
          co_return items.front();
      }
      try {
        co_await changed.async_wait(use_awaitable);
      } catch (const std::exception &) {
      }
    }
  }
};

class Cancelled {
  bool done = false;
  asio::steady_timer changed;

public:
  awaitable<void> wait() {
    while (!done)
      co_await changed.async_wait(asio::as_tuple(use_awaitable));
  }
  awaitable<void> wait_with_a_new_end() {
    while (!done) {
      changed.expires_at(clock_type::time_point::max());
      co_await changed.async_wait(asio::as_tuple(use_awaitable));
    }
  }
  // It looks every 10 ms, whoever cancels it.
  awaitable<void> polls() {
    while (!done) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'done' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'done' changes [async-busy-wait]
      changed.expires_after(10ms);
      co_await changed.async_wait(use_awaitable);
    }
  }
  void finish() {
    done = true;
    changed.cancel();
  }
};

class NeverCancelled {
  bool done = false;
  asio::steady_timer pause;

public:
  awaitable<void> polls() {
    while (!done) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop does nothing but look at 'done' again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'done' changes [async-busy-wait]
      pause.expires_at(clock_type::now() + 10ms);
      co_await pause.async_wait(use_awaitable);
    }
  }
  void finish() { done = true; }
};
