// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s sleep-in-test %t

#include <asio.hpp>
#include <chrono>
#include <inhouse/task.h>
#include <memory>
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
      expect(done());
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
class IsKeptInAThread : public testing::Test {
  void TestBody() override {
    std::thread([] {
      std::this_thread::sleep_for(100ms);
      start();
    }).detach();
  }
};

// Of several parts of a test, only what one checks or tells after its sleep shows that it relies on it.

struct event {
  void set();
};

class TellsAfterAWhile : public testing::Test {
  void TestBody() override {
    asio::io_context context;
    event other;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
          asio::steady_timer timer(context, 100ms);
          co_await timer.async_wait(asio::use_awaitable);
          // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: this test sleeps and hopes that the work is done by then, so it is slow on a fast machine and fails on a slow one; await the event itself [async-sleep-in-test]
          other.set();
        },
        asio::detached);
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
          asio::steady_timer timer(context, 100ms);
          co_await timer.async_wait(asio::use_awaitable);
          // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: this test sleeps and hopes that the work is done by then, so it is slow on a fast machine and fails on a slow one; await the event itself [async-sleep-in-test]
          expect(done());
        },
        asio::detached);
    context.run();
  }
};

class CallsWhatItKeeps : public testing::Test {
  void TestBody() override {
    auto step = [&](bool hurried) {
      start();
      if (!hurried)
        std::this_thread::sleep_for(10ms);
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: this test sleeps and hopes that the work is done by then, so it is slow on a fast machine and fails on a slow one; await the event itself [async-sleep-in-test]
    };
    step(true);
    step(false);
    for (int round = 0; round < 3; ++round) {
      start();
      std::this_thread::sleep_for(10ms);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this test sleeps and hopes that the work is done by then, so it is slow on a fast machine and fails on a slow one; await the event itself [async-sleep-in-test]
      expect(done());
    }
  }
};

// What plays slow work, sets off a cancellation, paces a loop that asks, or is measured stands for nothing.

class PlaysSlowWork : public testing::Test {
  asio::awaitable<void> hold(bool &finished) {
    asio::steady_timer timer(co_await asio::this_coro::executor, 100ms);
    co_await timer.async_wait(asio::use_awaitable);
    finished = true;
  }
  void TestBody() override {
    asio::io_context context;
    asio::cancellation_signal signal;
    bool finished = false;
    int done = 0;
    asio::co_spawn(context, hold(finished), asio::detached);
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
          asio::steady_timer timer(context, 100ms);
          co_await timer.async_wait(asio::use_awaitable);
          ++done;
        },
        asio::detached);
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
          asio::steady_timer timer(context, 100ms);
          co_await timer.async_wait(asio::use_awaitable);
          signal.emit(asio::cancellation_type::all);
        },
        asio::detached);
    context.run();
  }
};

class Asks : public testing::Test {
  void TestBody() override {
    while (!done())
      std::this_thread::sleep_for(1ms);
    for (int tries = 0; tries < 100; ++tries) {
      if (done())
        break;
      std::this_thread::sleep_for(1ms);
    }
  }
};

class Measures : public testing::Test {
  void TestBody() override {
    auto body = [](asio::steady_timer timer) -> asio::awaitable<void> {
      auto begin = std::chrono::steady_clock::now();
      co_await timer.async_wait(asio::use_awaitable);
      expect(std::chrono::steady_clock::now() - begin > 10ms);
    };
    (void)body;
  }
};

class LooksAtTheOutcome : public testing::Test {
  void TestBody() override {
    auto body = [](asio::steady_timer timer) -> asio::awaitable<void> {
      auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
      expect(!error);
    };
    (void)body;
  }
};

// A template of the library under test is no test, whatever it derives from.
template <typename T> class pool : public std::enable_shared_from_this<pool<T>> {
public:
  void settle() { std::this_thread::sleep_for(10ms); }
};

class UsesAPool : public testing::Test {
  void TestBody() override { pool<int>().settle(); }
};

// Pauses of the project's own.
inhouse::task<void> pause(std::chrono::milliseconds time);
inhouse::task<void> ask(int id);

class Pauses : public testing::Test {
  void TestBody() override {
    auto body = []() -> inhouse::task<void> {
      co_await ask(1);
      co_await pause(300ms);
      // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this test sleeps and hopes that the work is done by then, so it is slow on a fast machine and fails on a slow one; await the event itself [async-sleep-in-test]
      expect(done());
    };
    inhouse::sync_wait(body());
  }
};

class PausesUntilItIsDone : public testing::Test {
  void TestBody() override {
    auto body = []() -> inhouse::task<void> {
      while (!done())
        co_await pause(10ms);
      expect(done());
    };
    inhouse::sync_wait(body());
  }
};
