// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
//
// Deadlines that helpers arm: on a member behind an accessor, from a timer whose handler has captured the
// socket, by an object that has been given both. And reads of a serial line, which nobody owes.

#include <asio.hpp>
#include <chrono>
#include <memory>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace std::chrono_literals;

// ---- a timer whose handler has captured the socket

template <typename Socket> struct Timed {
  Timed(std::shared_ptr<Socket> socket, std::shared_ptr<asio::steady_timer> timer)
      : socket(socket), timer(timer) {}

  awaitable<size_t> read(char (&data)[64], bool timeout = true) {
    if (timeout)
      arm(30s);
    auto n = co_await socket->async_read_some(asio::buffer(data), use_awaitable);
    timer->cancel();
    co_return n;
  }
  void arm(std::chrono::seconds limit) {
    timer->expires_after(limit);
    timer->async_wait([socket = socket](std::error_code error) {
      if (!error)
        socket->cancel();
    });
  }
  std::shared_ptr<Socket> socket;
  std::shared_ptr<asio::steady_timer> timer;
};
template <typename Socket> struct Noted {
  Noted(std::shared_ptr<Socket> socket, std::shared_ptr<asio::steady_timer> timer)
      : socket(socket), timer(timer) {}

  awaitable<size_t> read_after_note(char (&data)[64]) {
    note(30s);
    co_return co_await socket->async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
  void note(std::chrono::seconds limit) {
    timer->expires_after(limit);
    timer->async_wait([late = &late](std::error_code error) { *late = true; });
  }

  std::shared_ptr<Socket> socket;
  std::shared_ptr<asio::steady_timer> timer;
  bool late = false;
};

// ---- an object that has been given socket and timer

class Client {
public:
  awaitable<void> connect(tcp::endpoint to) {
    Timed<tcp::socket> timed(socket, timer);
    timed.arm(30s);
    co_await socket->async_connect(to, use_awaitable);
  }
  awaitable<void> connect_by_temporary(tcp::endpoint to) {
    Timed<tcp::socket>(socket, timer).arm(30s);
    co_await socket->async_connect(to, use_awaitable);
  }
  awaitable<void> connect_too_early(tcp::endpoint to) {
    Timed<tcp::socket> timed(socket, timer);
    co_await socket->async_connect(to, use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    timed.arm(30s);
  }
  awaitable<void> connect_other(tcp::endpoint to) {
    Timed<tcp::socket> timed(spare, timer);
    timed.arm(30s);
    co_await socket->async_connect(to, use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
  awaitable<void> connect_noted(tcp::endpoint to) {
    Noted<tcp::socket> noted(socket, timer);
    noted.note(30s);
    co_await socket->async_connect(to, use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }

private:
  std::shared_ptr<tcp::socket> socket, spare;
  std::shared_ptr<asio::steady_timer> timer;
};

// ---- an accessor

class Session {
public:
  awaitable<void> open(tcp::endpoint to) {
    limit(5s);
    co_await lowest().async_connect(to, use_awaitable);
  }
  awaitable<void> open_spare(tcp::endpoint to) {
    limit(5s);
    co_await other().async_connect(to, use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_connect' on 'spare' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-FIXES: co_await other().async_connect(to, asio::cancel_after(time_limit, use_awaitable));
  }

private:
  void limit(std::chrono::seconds time) {
    timer.expires_after(time);
    timer.async_wait([this](std::error_code error) {
      if (!error)
        socket.close();
    });
  }
  tcp::socket &lowest() { return socket; }
  tcp::socket &other() { return this->spare; }

  tcp::socket socket, spare;
  asio::steady_timer timer;
};

// ---- a serial line

struct Uart {
  asio::posix::stream_descriptor stream;
  awaitable<size_t> read(char (&data)[64]) {
    co_return co_await stream.async_read_some(asio::buffer(data), use_awaitable);
  }
  awaitable<void> write(char (&data)[64]) {
    co_await stream.async_write_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_write_some' on 'stream' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
  awaitable<size_t> ask(char (&data)[64]) {
    co_await stream.async_write_some(asio::buffer(data), asio::cancel_after(1s, use_awaitable));
    co_return co_await stream.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'async_read_some' on 'stream' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
};
struct Serializer {
  asio::posix::stream_descriptor stream;
  awaitable<size_t> read(char (&data)[64]) {
    co_return co_await stream.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'async_read_some' on 'stream' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
};
awaitable<void> use(Timed<tcp::socket> &timed, Noted<tcp::socket> &noted, char (&data)[64]) {
  co_await timed.read(data);
  co_await noted.read_after_note(data);
}
