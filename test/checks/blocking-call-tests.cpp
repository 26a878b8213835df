// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In a test, a pause in place of a sleep is offered only where the test does not hope for something meanwhile: that
// is no better with a timer.
// RUN: %check_cotidy %s blocking-call %t

#include <asio.hpp>
#include <chrono>
#include <thread>

using namespace std::chrono_literals;

namespace testing {
class Test {
public:
  virtual ~Test();
  virtual void TestBody() = 0;
};
} // namespace testing

bool done();
void start();
void expect(bool condition);

class Hopes : public testing::Test {
  void TestBody() override {
    auto body = []() -> asio::awaitable<void> {
      start();
      std::this_thread::sleep_for(100ms);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
      // CHECK-FIXES: {{^}} std::this_thread::sleep_for(100ms);
      expect(done());
      co_return;
    };
    asio::io_context context;
    asio::co_spawn(context, body(), asio::detached);
    context.run();
  }
};

class PlaysSlowWork : public testing::Test {
  void TestBody() override {
    auto slow = []() -> asio::awaitable<void> {
      std::this_thread::sleep_for(100ms);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
      // CHECK-FIXES: co_await asio::steady_timer(co_await asio::this_coro::executor, 100ms)
      start();
      co_return;
    };
    asio::io_context context;
    asio::co_spawn(context, slow(), asio::detached);
    context.run();
    expect(done());
  }
};
