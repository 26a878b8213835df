// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s ignored-error-code %t

#include <asio.hpp>
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
