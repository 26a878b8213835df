// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t

// A function that hands on to itself the task it is given.

#include <asio.hpp>
#include <utility>

using asio::ip::tcp;
using asio::use_awaitable;

asio::awaitable<void> read(tcp::socket &socket) {
  char data[16];
  auto n = co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES:      constexpr auto time_limit = std::chrono::seconds(30);
  // CHECK-FIXES-NEXT: auto n = co_await socket.async_read_some(asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
}

asio::awaitable<void> deeper(asio::awaitable<void> task, int depth) {
  if (depth != 0)
    co_return co_await deeper(std::move(task), depth - 1);
  co_await std::move(task);
}

asio::awaitable<void> start(tcp::socket &socket) { co_await deeper(read(socket), 1000); }
