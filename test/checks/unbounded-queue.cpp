// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-queue %t

#include <asio.hpp>
#include <asio/experimental/channel.hpp>
#include <coro/coro.hpp>
#include <cstdint>
#include <deque>
#include <inhouse/async_generator.h>
#include <inhouse/async_semaphore.h>
#include <inhouse/task.h>
#include <vector>

using inhouse::task;

template <typename T> class async_queue {
  std::deque<T> elements;

public:
  void push(T element);
  task<T> pop();
  std::size_t size() const;
};
template <typename T> class limited_queue {
  std::deque<T> elements;

public:
  explicit limited_queue(int places);
  void push(T element);
  task<T> pop();
};
task<int> receive();
task<bool> connected();

// What is reported.

class relay {
  async_queue<int> inbox;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'inbox' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  coro::queue<int> outbox;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'outbox' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  limited_queue<int> limited{100};
  async_queue<int> checked;
  async_queue<int> permitted;
  async_queue<int> few;
  inhouse::async_semaphore permits{16};

public:
  task<void> reads() {
    while (co_await connected())
      inbox.push(co_await receive());
  }
  coro::task<void> by_model() {
    while (true)
      co_await outbox.push(co_await receive());
  }
  // What is not.
  task<void> has_a_capacity() {
    while (true)
      limited.push(co_await receive());
  }
  task<void> looks_first() {
    while (true) {
      if (checked.size() > 1000)
        co_return;
      checked.push(co_await receive());
    }
  }
  task<void> takes_a_permit() {
    while (true) {
      co_await permits.acquire();
      permitted.push(co_await receive());
    }
  }
  task<void> one() { few.push(co_await receive()); }
  task<void> what_is_there(std::vector<int> elements) {
    for (int element : elements)
      few.push(element);
    for (int i = 0; i < 3; ++i)
      few.push(co_await receive());
  }
};

task<void> from_a_generator(inhouse::async_generator<int> source) {
  async_queue<int> all;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'all' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  while (auto element = co_await source.next())
    all.push(*element);
}

asio::awaitable<void> a_capacity_without_meaning(asio::any_io_executor executor) {
  asio::experimental::channel<void(int)> all(executor, static_cast<std::size_t>(-1));
  // CHECK-MESSAGES: :[[@LINE-1]]:56: warning: a queue of this capacity is one without a limit: memory ends before it makes its producer wait; give it as many places as bursts need [async-unbounded-queue]
  asio::experimental::channel<void(int)> few(executor, 64);
  co_return;
}
