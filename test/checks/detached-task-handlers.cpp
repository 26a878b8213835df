// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s detached-task %t
//
// A handler of one sort is enough for what a library throws, and not for another sort that is thrown here.

#include <asio.hpp>
#include <exception>
#include <stdexcept>
#include <system_error>

using asio::awaitable;
using asio::use_awaitable;

void log(const char *what);

struct exhausted : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct closed : std::system_error {
  using std::system_error::system_error;
};

awaitable<int> borrow(bool any) {
  if (!any)
    throw exhausted("none left");
  co_await asio::post(use_awaitable);
  co_return 1;
}
awaitable<int> borrow_somehow(bool any) {
  try {
    co_return co_await borrow(any);
  } catch (const exhausted &) {
    log("none left");
  }
  co_return 0;
}
awaitable<void> reads(asio::ip::tcp::socket &socket) {
  char data[64];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}

// What is reported.

awaitable<void> borrows_first(asio::ip::tcp::socket socket) {
  try {
    co_await borrow(true);
    co_await reads(socket);
  } catch (const std::system_error &error) {
    log(error.what());
  }
}
awaitable<void> throws_itself(asio::ip::tcp::socket socket) {
  try {
    co_await reads(socket);
    throw exhausted("read too much");
  } catch (const std::system_error &error) {
    log(error.what());
  }
}
void starts(asio::io_context &context, asio::ip::tcp::socket socket) {
  asio::co_spawn(context, borrows_first(std::move(socket)), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
  // CHECK-FIXES: {{^}}  asio::co_spawn(context, borrows_first(std::move(socket)), [](std::exception_ptr error, auto &&...) {
  asio::co_spawn(context, throws_itself(std::move(socket)), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
  // CHECK-FIXES: {{^}}  asio::co_spawn(context, throws_itself(std::move(socket)), [](std::exception_ptr error, auto &&...) {
}

// What is not.

awaitable<void> only_reads(asio::ip::tcp::socket socket) {
  try {
    co_await reads(socket);
  } catch (const std::system_error &error) {
    log(error.what());
  }
}
awaitable<void> takes_both(asio::ip::tcp::socket socket) {
  try {
    co_await borrow(true);
    co_await reads(socket);
  } catch (const exhausted &error) {
    log(error.what());
  } catch (const std::system_error &error) {
    log(error.what());
  }
}
awaitable<void> takes_all(asio::ip::tcp::socket socket) {
  try {
    co_await borrow(true);
    co_await reads(socket);
  } catch (const std::exception &error) {
    log(error.what());
  }
}
awaitable<void> leaves_it_to_what_it_awaits(asio::ip::tcp::socket socket) {
  try {
    co_await borrow_somehow(true);
    throw closed(std::error_code());
  } catch (const std::system_error &error) {
    log(error.what());
  }
}
void starts_others(asio::io_context &context, asio::ip::tcp::socket socket) {
  asio::co_spawn(context, only_reads(std::move(socket)), asio::detached);
  asio::co_spawn(context, takes_both(std::move(socket)), asio::detached);
  asio::co_spawn(context, takes_all(std::move(socket)), asio::detached);
  asio::co_spawn(context, leaves_it_to_what_it_awaits(std::move(socket)), asio::detached);
}
