// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s discarded-awaitable %t

// What a test drops on purpose, and what is lost in tests as it is elsewhere.

#include <asio.hpp>
#include <folly/coro/all.h>
#include <inhouse/task.h>
#include <tuple>
#include <vector>

using inhouse::task;

task<int> fetch(int id);
folly::coro::Task<void> read();
void assert_true(bool holds);
bool dies(const char *message);
template <typename F> void expect_abort(F run) {}
template <typename F> void abort_after(F run) {}

#define TEST(suite, name) void suite##_##name()
#define BOOST_AUTO_TEST_SUITE(name) namespace name {
#define BOOST_AUTO_TEST_SUITE_END() }
#define EXPECT_TRUE(holds) assert_true(holds)
#define EXPECT_DEATH(statement, message)                                                                     \
  if (dies(message)) {                                                                                       \
    statement;                                                                                               \
  }
#define EXPECT_EXIT(statement, code) EXPECT_DEATH(statement, #code)

// Whether the calls compile.

TEST(Fetch, Compiles) {
  (void)fetch(1);
  std::ignore = fetch(2);
}

BOOST_AUTO_TEST_SUITE(sockets)
void spot_check(asio::ip::tcp::socket &socket, asio::mutable_buffer buffer) {
  (void)socket.async_read_some(buffer, asio::deferred);
  socket.async_read_some(buffer, asio::deferred);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'async_read_some' is dropped, so its work never runs; start it [async-discarded-awaitable]
}
BOOST_AUTO_TEST_SUITE_END()

void elsewhere(asio::ip::tcp::socket &socket, asio::mutable_buffer buffer) {
  (void)socket.async_read_some(buffer, asio::deferred);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the awaitable returned by 'async_read_some' is dropped, so its work never runs; start it [async-discarded-awaitable]
}

// A side that is started by name ends when the test's own does.

TEST(Read, IsStarted) {
  auto reader = folly::coro::co_withExecutor(nullptr, read()).start();
  folly::coro::co_withExecutor(nullptr, read()).start();
  fetch(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'fetch' is dropped, so its work never runs; start it [async-discarded-awaitable]
}
void starts() {
  auto reader = folly::coro::co_withExecutor(nullptr, read()).start();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'reader' is never awaited, so its work runs on unobserved and its errors are lost; wait for it [async-discarded-awaitable]
}

// What is said to be empty has nothing to lose, and of what is named where nothing is evaluated the type is
// meant.

std::vector<task<int>> run(int n);

void is_empty() {
  auto none = run(0);
  assert_true(none.empty());
  auto still_none = run(0);
  EXPECT_TRUE(still_none.empty());
  auto all = run(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: nothing in 'all' is ever awaited; for each, its work never runs; start them [async-discarded-awaitable]
  if (all.empty())
    return;
}

void names_its_type() {
  auto work = fetch(1);
  static_assert(sizeof(decltype(work)) != 0);
}

// What is to end the process is misused on purpose.

TEST(Misuse, EndsTheProcess) {
  EXPECT_DEATH({ fetch(1); }, "no executor");
  EXPECT_DEATH({ auto lost = fetch(2); }, "no executor");
  EXPECT_DEATH(
      {
        [&]() -> task<void> {
          auto twice = fetch(3);
          fetch(4);
          co_return;
        }();
      },
      "never awaited");
  EXPECT_EXIT(fetch(5), 1);
  expect_abort([] { fetch(6); });
  abort_after([] { fetch(7); });
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the awaitable returned by 'fetch' is dropped, so its work never runs; start it [async-discarded-awaitable]
  EXPECT_TRUE((fetch(8), true));
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the awaitable returned by 'fetch' is dropped, so its work never runs; start it [async-discarded-awaitable]
}
