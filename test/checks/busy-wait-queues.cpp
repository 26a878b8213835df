// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s busy-wait %t
//
// Loops that take from a queue, and pause while it is empty.

#include <asio.hpp>
#include <chrono>
#include <deque>
#include <inhouse/task.h>

using inhouse::task;
using namespace std::chrono_literals;

task<void> sleep_for(int milliseconds);
task<void> send(int packet);
task<void> refill();

class writer {
public:
  asio::awaitable<void> on_a_timer() {
    while (open) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop looks whether 'out' is still empty again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'out' changes [async-busy-wait]
      if (out.empty()) {
        asio::steady_timer timer(co_await asio::this_coro::executor);
        timer.expires_after(0ms);
        co_await timer.async_wait(asio::use_awaitable);
        continue;
      }
      out.pop_front();
    }
  }
  task<void> on_a_pause() {
    for (;;) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop looks whether 'out' is still empty again and again: it wakes up for nothing, and sees the change up to one pause late; await an event that is set where 'out' changes [async-busy-wait]
      if (out.empty()) {
        co_await sleep_for(1);
        continue;
      }
      co_await send(out.front());
      out.pop_front();
    }
  }
  // It gets something itself.
  task<void> refills() {
    for (;;) {
      if (out.empty()) {
        co_await refill();
        continue;
      }
      co_await send(out.front());
      out.pop_front();
    }
  }
  // A pace of its own, which the queue has no part in.
  task<void> now_and_then() {
    for (;;) {
      if (subscribers.empty()) {
        co_await sleep_for(1000);
        continue;
      }
      co_await send(0);
      co_await sleep_for(1000);
    }
  }
  task<void> own() {
    std::deque<int> mine;
    mine.push_back(1);
    for (;;) {
      if (mine.empty()) {
        co_await sleep_for(1);
        continue;
      }
      co_await send(mine.front());
      mine.pop_front();
    }
  }

private:
  bool open = true;
  std::deque<int> out, subscribers;
};
