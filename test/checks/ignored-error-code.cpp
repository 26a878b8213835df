// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s ignored-error-code %t

#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <boost/asio.hpp>
#include <functional>
#include <future>
#include <inhouse/task.h>
#include <string>
#include <system_error>
#include <tuple>

using asio::use_awaitable;

void log(const char *what);
void count(std::size_t n);

// What is reported.

asio::awaitable<void> uses_the_rest_only(asio::ip::tcp::socket &socket) {
  char data[64];
  auto [error, n] = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  // CHECK-NOTES: :[[@LINE-1]]:9: warning: 'error' is never looked at, and nothing throws instead, so a failure of 'async_read_some' passes for a success; test it [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE-2]]:21: note: the operation fails here
  count(n);
}

asio::awaitable<void> redirects_and_forgets(asio::ip::tcp::socket &socket) {
  char data[64];
  std::error_code error;
  // CHECK-NOTES: :[[@LINE-1]]:19: warning: 'error' is never looked at, and nothing throws instead, so a failure of 'async_write' passes for a success; test it [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE+1]]:3: note: the operation fails here
  co_await asio::async_write(socket, asio::buffer(data), asio::redirect_error(use_awaitable, error));
  log("written");
}

asio::awaitable<void> drops_all(asio::ip::tcp::socket &socket) {
  char data[64];
  co_await asio::async_write(socket, asio::buffer(data), asio::as_tuple(use_awaitable));
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the error that 'async_write' gives as a value is dropped with the rest of its result, so a failure passes for a success; look at it [async-ignored-error-code]
}

boost::asio::awaitable<void> in_boost(boost::asio::ip::tcp::socket &socket) {
  char data[64];
  boost::system::error_code error;
  // CHECK-NOTES: :[[@LINE-1]]:29: warning: 'error' is never looked at, and nothing throws instead, so a failure of 'async_read_some' passes for a success; test it [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE+1]]:19: note: the operation fails here
  std::size_t n = co_await socket.async_read_some(boost::asio::buffer(data),
                                                  boost::asio::redirect_error(boost::asio::use_awaitable, error));
  count(n);
}

inhouse::task<std::pair<std::error_code, int>> query(int id);
inhouse::task<std::error_code> save(int id);

inhouse::task<int> of_an_in_house_task(int id) {
  auto [error, rows] = co_await query(id);
  // CHECK-NOTES: :[[@LINE-1]]:9: warning: 'error' is never looked at, and nothing throws instead, so a failure of 'query' passes for a success; test it [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE-2]]:24: note: the operation fails here
  co_await save(rows);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the error that 'save' gives as a value is dropped with the rest of its result, so a failure passes for a success; look at it [async-ignored-error-code]
  co_return rows;
}

void bridges(asio::ip::tcp::socket &socket, std::promise<std::size_t> &read) {
  static char data[64];
  socket.async_read_some(asio::buffer(data), [&](std::error_code, std::size_t n) { read.set_value(n); });
  // CHECK-NOTES: :[[@LINE-1]]:65: warning: this callback does not look at its error and lets whoever waits go on, so a failure passes for a success; hand the error on [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE-2]]:84: note: whoever waits goes on here
}

// What is not.

asio::awaitable<void> tests_it(asio::ip::tcp::socket &socket) {
  char data[64];
  auto [error, n] = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  if (error)
    co_return;
  count(n);
}

asio::awaitable<void> tests_the_redirected(asio::ip::tcp::socket &socket) {
  char data[64];
  std::error_code error;
  for (;;) {
    std::size_t n =
        co_await socket.async_read_some(asio::buffer(data), asio::redirect_error(use_awaitable, error));
    if (error)
      break;
    count(n);
  }
}

asio::awaitable<std::error_code> returns_it(asio::ip::tcp::socket &socket) {
  char data[64];
  auto [error, n] = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  co_return error;
}

// A pause tells by its error only that it was cut short.
asio::awaitable<void> pauses(asio::steady_timer &timer) {
  std::error_code error;
  co_await timer.async_wait(asio::redirect_error(use_awaitable, error));
  co_await timer.async_wait(asio::as_tuple(use_awaitable));
}

asio::awaitable<void> says_so(asio::ip::tcp::socket &socket) {
  char data[64];
  std::error_code ignored;
  co_await asio::async_write(socket, asio::buffer(data), asio::redirect_error(use_awaitable, ignored));
  auto [_, n] = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  [[maybe_unused]] auto [error, m] =
      co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  (void)co_await asio::async_write(socket, asio::buffer(data), asio::as_tuple(use_awaitable));
  count(n + m);
}

void hands_it_on(asio::ip::tcp::socket &socket, std::promise<std::size_t> &read) {
  static char data[64];
  socket.async_read_some(asio::buffer(data), [&](std::error_code error, std::size_t n) {
    if (error)
      read.set_exception(std::make_exception_ptr(std::system_error(error)));
    else
      read.set_value(n);
  });
}

// That something went wrong shows in the rest of the result, which is tested.
asio::awaitable<void> the_size_tells(asio::ip::tcp::socket &socket) {
  char data[64];
  for (;;) {
    auto [error, n] = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
    if (n == 0)
      break;
  }
}

void calls_on_without_it(asio::ip::tcp::socket &socket, asio::mutable_buffer buffer,
                         std::function<void(std::size_t)> done) {
  socket.async_read_some(buffer, [done](std::error_code, std::size_t n) { done(n); });
  // CHECK-NOTES: :[[@LINE-1]]:56: warning: this callback does not look at its error and lets whoever waits go on, so a failure passes for a success; hand the error on [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE-2]]:75: note: whoever waits goes on here
}
void hands_it_on(asio::ip::tcp::socket &socket, asio::mutable_buffer buffer,
                 std::function<void(std::error_code, std::size_t)> done) {
  socket.async_read_some(buffer, [done](std::error_code error, std::size_t n) { done(error, n); });
}

// A test looks at the outcome it is about, and drains the rest.
#define TEST(suite, name) asio::awaitable<void> suite##_##name(asio::ip::tcp::socket &socket)
TEST(Reads, Drains) {
  char data[64];
  co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
}
asio::awaitable<void> drains(asio::ip::tcp::socket &socket) {
  char data[64];
  co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
}
TEST(Reads, DrainsByAHelper) { co_await drains(socket); }

// A farewell.
asio::awaitable<void> says_good_bye(asio::ip::tcp::socket &socket) {
  char data[64];
  co_await asio::async_write(socket, asio::buffer(data), asio::as_tuple(use_awaitable));
  socket.close();
}

// Set by an assignment.

asio::awaitable<void> ties(asio::ip::tcp::socket &socket) {
  char data[64];
  std::error_code error;
  // CHECK-NOTES: :[[@LINE-1]]:19: warning: 'error' is never looked at, and nothing throws instead, so a failure of 'async_read_some' passes for a success; test it [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE+2]]:24: note: the operation fails here
  std::size_t n = 0;
  std::tie(error, n) = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  count(n);
}
asio::awaitable<void> ties_and_looks(asio::ip::tcp::socket &socket) {
  char data[64];
  std::error_code error;
  std::size_t n = 0;
  std::tie(error, n) = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  if (!error)
    count(n);
}
inhouse::task<void> assigns(int id) {
  std::error_code error;
  // CHECK-NOTES: :[[@LINE-1]]:19: warning: 'error' is never looked at, and nothing throws instead, so a failure of 'save' passes for a success; test it [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE+1]]:11: note: the operation fails here
  error = co_await save(id);
}

// Overwritten before anything looks.

asio::awaitable<void> looks_once_only(asio::ip::tcp::socket &socket) {
  char data[64];
  std::error_code error;
  co_await asio::async_write(socket, asio::buffer(data), asio::redirect_error(use_awaitable, error));
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the error of 'async_write' in 'error' is overwritten by 'async_read_some' before anything looks at it, so a failure passes for a success; look at it before [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE+1]]:19: note: overwritten here
  co_await socket.async_read_some(asio::buffer(data), asio::redirect_error(use_awaitable, error));
  if (error)
    log("failed");
}
asio::awaitable<void> overwrites_it_in_the_next_round(asio::ip::tcp::socket &socket) {
  char data[64];
  std::error_code error;
  for (;;) {
    co_await socket.async_read_some(asio::buffer(data), asio::redirect_error(use_awaitable, error));
    if (error)
      break;
    co_await asio::async_write(socket, asio::buffer(data), asio::redirect_error(use_awaitable, error));
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the error of 'async_write' in 'error' is overwritten by 'async_read_some' before anything looks at it, so a failure passes for a success; look at it before [async-ignored-error-code]
    // CHECK-NOTES: :[[@LINE-5]]:21: note: overwritten here
  }
}
using namespace asio::experimental::awaitable_operators;
asio::awaitable<void> shares_one(asio::ip::tcp::socket &from, asio::ip::tcp::socket &to) {
  char data[64], more[64];
  std::error_code error;
  co_await (from.async_read_some(asio::buffer(data), asio::redirect_error(use_awaitable, error)) &&
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the error of 'async_read_some' in 'error' is overwritten by 'async_write' before anything looks at it, so a failure passes for a success; give each a variable of its own [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE+1]]:13: note: overwritten here
            asio::async_write(to, asio::buffer(more), asio::redirect_error(use_awaitable, error)));
  if (error)
    log("failed");
}

asio::awaitable<void> looks_each_time(asio::ip::tcp::socket &socket) {
  char data[64];
  std::error_code error;
  co_await asio::async_write(socket, asio::buffer(data), asio::redirect_error(use_awaitable, error));
  if (!error)
    co_await socket.async_read_some(asio::buffer(data), asio::redirect_error(use_awaitable, error));
  if (error)
    log("failed");
}
asio::awaitable<void> has_two(asio::ip::tcp::socket &from, asio::ip::tcp::socket &to) {
  char data[64], more[64];
  std::error_code read, written;
  co_await (from.async_read_some(asio::buffer(data), asio::redirect_error(use_awaitable, read)) &&
            asio::async_write(to, asio::buffer(more), asio::redirect_error(use_awaitable, written)));
  if (read || written)
    log("failed");
}
asio::awaitable<void> clears_it(asio::ip::tcp::socket &socket) {
  char data[64];
  std::error_code error;
  co_await asio::async_write(socket, asio::buffer(data), asio::redirect_error(use_awaitable, error));
  error = {};
  co_await socket.async_read_some(asio::buffer(data), asio::redirect_error(use_awaitable, error));
  if (error)
    log("failed");
}
asio::awaitable<void> looks_at_the_size(asio::ip::tcp::socket &socket) {
  char data[64];
  std::error_code error;
  std::size_t n =
      co_await socket.async_read_some(asio::buffer(data), asio::redirect_error(use_awaitable, error));
  if (n == 0)
    co_return;
  co_await socket.async_read_some(asio::buffer(data), asio::redirect_error(use_awaitable, error));
  if (error)
    log("failed");
}
asio::awaitable<void> says_so_by_an_attribute(asio::ip::tcp::socket &socket) {
  char data[64];
  [[maybe_unused]] std::error_code error;
  co_await asio::async_write(socket, asio::buffer(data), asio::redirect_error(use_awaitable, error));
}

// A result that is kept whole, and of which only the rest is read.

asio::awaitable<void> keeps_it_whole(asio::ip::tcp::socket &socket) {
  char data[64];
  auto result = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the error in 'result' is never looked at, and nothing throws instead, so a failure of 'async_read_some' passes for a success; test it [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE-2]]:17: note: the operation fails here
  count(std::get<1>(result));
  count(std::get<1>(std::move(result)));
}
asio::awaitable<void> keeps_it_whole_and_tests(asio::ip::tcp::socket &socket) {
  char data[64];
  auto result = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  if (std::get<0>(result))
    co_return;
  count(std::get<1>(result));
  auto sizes = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  if (std::get<1>(sizes) == 0)
    co_return;
  auto whole = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  auto [error, n] = whole;
  if (!error)
    count(n);
}

asio::awaitable<std::pair<std::error_code, int>> request();
asio::awaitable<void> reads_the_second() {
  auto answer = co_await request();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the error in 'answer' is never looked at, and nothing throws instead, so a failure of 'request' passes for a success; test it [async-ignored-error-code]
  // CHECK-NOTES: :[[@LINE-2]]:17: note: the operation fails here
  count(answer.second);
  auto both = co_await request();
  if (!both.first)
    count(both.second);
}

// Said not to matter.
asio::awaitable<std::error_code> attempt();
asio::awaitable<void> says_so_by_name(asio::ip::tcp::socket &socket) {
  char data[64];
  const auto [error, n] = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  (void)error;
  count(n);
  std::error_code code = co_await attempt();
  (void)code;
}
