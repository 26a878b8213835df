// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
// RUN: %check_cotidy --suffixes=IDLE %s missing-timeout %t -- --config="{CheckOptions: {async-missing-timeout.ReportIdleReads: true}}"
//
// Reads that wait for the next message of a connection that is kept open, and reads of what is owed.

#include <asio.hpp>
#include <chrono>
#include <functional>
#include <string>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace std::chrono_literals;

// ---- the next message

struct Chat {
  tcp::socket socket;
  std::function<void(std::string)> deliver;
  awaitable<void> reader() {
    for (std::string message;;) {
      auto n = co_await asio::async_read_until(socket, asio::dynamic_buffer(message, 1024), "\n", use_awaitable);
      // CHECK-MESSAGES-IDLE: :[[@LINE-1]]:16: warning: 'async_read_until' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
      deliver(message.substr(0, n));
    }
  }
};

awaitable<void> relay(tcp::socket &from, tcp::socket &to) {
  char data[64];
  for (;;) {
    auto n = co_await from.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES-IDLE: :[[@LINE-1]]:14: warning: 'async_read_some' on 'from' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_await asio::async_write(to, asio::buffer(data, n), asio::cancel_after(5s, use_awaitable));
  }
}

awaitable<void> throttled_relay(tcp::socket &from, tcp::socket &to, std::function<awaitable<size_t>()> tokens) {
  char data[64];
  for (;;) {
    size_t left = co_await tokens();
    while (left > 0) {
      auto n = co_await from.async_read_some(asio::buffer(data, left), use_awaitable);
      // CHECK-MESSAGES-IDLE: :[[@LINE-1]]:16: warning: 'async_read_some' on 'from' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
      co_await asio::async_write(to, asio::buffer(data, n), asio::cancel_after(5s, use_awaitable));
      left -= n;
    }
  }
}

awaitable<void> echo_until_closed(tcp::socket socket) {
  char data[64];
  size_t n = 1;
  while (n > 0) {
    n = co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES-IDLE: :[[@LINE-1]]:9: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_await asio::async_write(socket, asio::buffer(data, n), asio::cancel_after(5s, use_awaitable));
  }
}

awaitable<bool> commands(tcp::socket socket) {
  std::string line;
  while (socket.is_open()) {
    co_await asio::async_read_until(socket, asio::dynamic_buffer(line), "\n", use_awaitable);
    // CHECK-MESSAGES-IDLE: :[[@LINE-1]]:5: warning: 'async_read_until' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    if (line == "quit")
      co_return true;
  }
  co_return false;
}

// ---- what is owed

awaitable<std::string> one_header(tcp::socket &socket) {
  std::string header;
  char data[64];
  for (;;) {
    auto n = co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-MESSAGES-IDLE: :[[@LINE-2]]:14: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-FIXES: auto n = co_await socket.async_read_some(asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
    // CHECK-FIXES-IDLE: auto n = co_await socket.async_read_some(asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
    header.append(data, n);
    if (header.find("\r\n\r\n") != std::string::npos)
      break;
  }
  co_return header;
}

awaitable<void> one_header_into(tcp::socket &socket, std::string &header) {
  char data[64];
  for (;;) {
    auto n = co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-MESSAGES-IDLE: :[[@LINE-2]]:14: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    header.append(data, n);
    if (header.find("\r\n\r\n") != std::string::npos)
      co_return;
  }
}

awaitable<void> so_many_bytes(tcp::socket &socket, char *to, size_t size) {
  size_t got = 0;
  while (got < size)
    got += co_await socket.async_read_some(asio::buffer(to, size), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-MESSAGES-IDLE: :[[@LINE-2]]:12: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

awaitable<void> answer(tcp::socket socket) {
  char data[64];
  co_await asio::async_write(socket, asio::buffer("status"), asio::cancel_after(5s, use_awaitable));
  for (;;)
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-MESSAGES-IDLE: :[[@LINE-2]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// Anybody may connect and say nothing.
awaitable<void> greeted_first(tcp::socket socket) {
  char data[64];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-MESSAGES-IDLE: :[[@LINE-2]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  for (;;)
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}

awaitable<void> frames(tcp::socket socket) {
  char size[4], body[512];
  for (;;) {
    co_await asio::async_read(socket, asio::buffer(size), use_awaitable);
    // CHECK-MESSAGES-IDLE: :[[@LINE-1]]:5: warning: 'async_read' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_await asio::async_read(socket, asio::buffer(body), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
}

awaitable<void> three_answers(tcp::socket socket) {
  char data[64];
  for (int i = 0; i < 3; ++i)
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-MESSAGES-IDLE: :[[@LINE-2]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// ---- rounds by hand

awaitable<void> reads_by_goto(tcp::socket socket, std::function<void(size_t)> deliver) {
  char data[64];
again:
  auto n = co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES-IDLE: :[[@LINE-1]]:12: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  deliver(n);
  goto again;
}

awaitable<void> asks_by_goto(tcp::socket socket) {
  char data[64];
again:
  co_await asio::async_write(socket, asio::buffer(data), asio::cancel_after(5s, use_awaitable));
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-MESSAGES-IDLE: :[[@LINE-2]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  goto again;
}

// What goes forward is no round.
awaitable<void> leaves_by_goto(tcp::socket socket) {
  char data[64];
  if (!socket.is_open())
    goto done;
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-MESSAGES-IDLE: :[[@LINE-2]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
done:
  socket.close();
}

// ---- who waits until there is something to read

awaitable<void> dispatch(asio::ip::udp::socket &socket, std::function<void()> take) {
  while (true) {
    co_await socket.async_wait(tcp::socket::wait_read, use_awaitable);
    // CHECK-MESSAGES-IDLE: :[[@LINE-1]]:5: warning: 'async_wait' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    take();
  }
}
awaitable<void> wait_once(tcp::socket &socket) {
  co_await socket.async_wait(tcp::socket::wait_write, use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_wait' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-MESSAGES-IDLE: :[[@LINE-2]]:3: warning: 'async_wait' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
awaitable<void> connect_datagrams(asio::ip::udp::socket &socket, asio::ip::udp::endpoint to) {
  co_await socket.async_connect(to, use_awaitable);
}
