// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s sleep-in-test %t

#include <asio.hpp>
#include <chrono>
#include <inhouse/task.h>
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

// What is reported.

class Waits : public testing::Test {
  void TestBody() override {
    start();
    std::this_thread::sleep_for(100ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this test sleeps and hopes that the work is done by then, so it is slow on a fast machine and fails on a slow one; await the event itself [async-sleep-in-test]
  }
};

class Awaits : public testing::Test {
  void TestBody() override {
    auto body = []() -> asio::awaitable<void> {
      asio::steady_timer timer(co_await asio::this_coro::executor, 100ms);
      co_await timer.async_wait(asio::use_awaitable);
      // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this test sleeps and hopes that the work is done by then, so it is slow on a fast machine and fails on a slow one; await the event itself [async-sleep-in-test]
    };
    (void)body;
  }
};

// What is not.

void pause() { std::this_thread::sleep_for(100ms); }

class Other {
  void TestBody() { std::this_thread::sleep_for(100ms); }
};

struct client {
  void cancel();
};
class PlaysSomethingSlow : public testing::Test {
  void TestBody() override {
    std::thread slow([] {
      std::this_thread::sleep_for(100ms);
      start();
    });
    slow.join();
  }
};
class IsGuarded : public testing::Test {
  void TestBody() override {
    client tested;
    asio::io_context context;
    asio::steady_timer timer(context, 5s);
    timer.async_wait([&](std::error_code) { tested.cancel(); });
    context.run();
  }
};
