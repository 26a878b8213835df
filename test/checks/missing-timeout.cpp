// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t

#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/channel.hpp>
#include <chrono>
#include <coroutine>
#include <inhouse/task.h>
#include <memory>

using asio::ip::tcp;
using asio::ip::udp;
using asio::use_awaitable;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

// ---- nothing ends the wait

asio::awaitable<void> echo(tcp::socket socket) {
  char data[128];
  for (;;) {
    auto n = co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-FIXES:      auto n = co_await socket.async_read_some(asio::buffer(data), asio::cancel_after(std::chrono::seconds(30), use_awaitable));
    co_await asio::async_write(socket, asio::buffer(data, n), use_awaitable);
  }
}

// One finding for each resource.
asio::awaitable<void> forward(tcp::socket from, tcp::socket to) {
  char data[128];
  co_await to.async_connect({}, use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_connect' on 'to' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES: co_await to.async_connect({}, asio::cancel_after(std::chrono::seconds(30), use_awaitable));
  auto n = co_await from.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'async_read_some' on 'from' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES:      constexpr auto time_limit = std::chrono::seconds(30);
  // CHECK-FIXES-NEXT: auto n = co_await from.async_read_some(asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
  co_await asio::async_write(to, asio::buffer(data, n), use_awaitable);
}

asio::awaitable<void> error_as_value(tcp::socket socket) {
  char data[128];
  auto [error, n] = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// Both legs wait for peers.
asio::awaitable<void> first_of_two(tcp::socket a, tcp::socket b) {
  char data[128];
  co_await (a.async_read_some(asio::buffer(data), use_awaitable) ||
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'a' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
            b.async_read_some(asio::buffer(data), use_awaitable));
}

// ---- around the operation

asio::awaitable<void> raced(tcp::socket socket, asio::steady_timer timer) {
  char data[128];
  timer.expires_after(5s);
  co_await (socket.async_read_some(asio::buffer(data), use_awaitable) || timer.async_wait(use_awaitable));
}

// The timer ends the race, and not what comes after it.
asio::awaitable<void> raced_only_once(tcp::socket &socket) {
  char data[128];
  asio::steady_timer timer(socket.get_executor(), 5s);
  co_await (asio::async_write(socket, asio::buffer(data), use_awaitable) || timer.async_wait(use_awaitable));
  co_await asio::async_read(socket, asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

asio::awaitable<void> wait_for(std::chrono::seconds limit) {
  asio::steady_timer timer(co_await asio::this_coro::executor, limit);
  co_await timer.async_wait(use_awaitable);
}
asio::awaitable<void> raced_against_a_coroutine(tcp::socket socket) {
  char data[128];
  co_await (asio::async_write(socket, asio::buffer(data), use_awaitable) || wait_for(5s));
}

asio::awaitable<void> by_token(tcp::socket socket, asio::cancellation_slot slot) {
  char data[128];
  co_await socket.async_read_some(asio::buffer(data), asio::cancel_after(5s, use_awaitable));
  co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(asio::cancel_after(5s, use_awaitable)));
  co_await socket.async_read_some(asio::buffer(data), asio::bind_cancellation_slot(slot, use_awaitable));
}

asio::awaitable<void> started_later(tcp::socket socket) {
  char data[128];
  auto reading = socket.async_read_some(asio::buffer(data), use_awaitable);
  co_await std::move(reading);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// A plain function that hands an operation on is one.
struct Peer {
  asio::awaitable<std::size_t> read(char *data) { return socket.async_read_some(asio::buffer(data, 8), use_awaitable); }
  asio::awaitable<std::size_t> read_in_time(char *data) {
    return socket.async_read_some(asio::buffer(data, 8), asio::cancel_after(5s, use_awaitable));
  }
  tcp::socket socket;
};
asio::awaitable<void> handed_on(Peer &peer) {
  char data[8];
  co_await peer.read(data);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await peer.read_in_time(data);
}

// An awaiter of one's own waits for what it starts.
struct ReadAwaiter {
  tcp::socket &socket;
  char *data;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) {
    socket.async_read_some(asio::buffer(data, 8), [caller](std::error_code, std::size_t) { caller.resume(); });
  }
  void await_resume() const noexcept {}
};
struct TimedReadAwaiter {
  tcp::socket &socket;
  asio::steady_timer &timer;
  char *data;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) {
    timer.async_wait([this](std::error_code) { socket.cancel(); });
    socket.async_read_some(asio::buffer(data, 8), [caller](std::error_code, std::size_t) { caller.resume(); });
  }
  void await_resume() const noexcept {}
};
inhouse::task<void> by_own_awaiters(tcp::socket socket, asio::steady_timer timer) {
  char data[8];
  co_await ReadAwaiter{socket, data};
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await TimedReadAwaiter{socket, timer, data};
}

// A function that hands the operation to itself.
asio::awaitable<std::size_t> postponed(asio::awaitable<std::size_t> operation, int turns) {
  if (turns > 0)
    co_return co_await postponed(std::move(operation), turns - 1);
  co_return co_await std::move(operation);
}

asio::awaitable<void> wrapped_in_recursion(tcp::socket socket) {
  char data[128];
  co_await postponed(socket.async_read_some(asio::buffer(data), use_awaitable), 3);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

asio::awaitable<void> wrapped_later(tcp::socket socket) {
  char data[128];
  auto reading = socket.async_read_some(asio::buffer(data), use_awaitable);
  co_await (std::move(reading) || wait_for(5s));
}

template <typename T> asio::awaitable<T> in_time(asio::awaitable<T> operation, std::chrono::seconds limit) {
  auto first = co_await (std::move(operation) || wait_for(limit));
  co_return std::get<0>(std::move(first));
}
template <typename T> asio::awaitable<void> tried(asio::awaitable<T> operation, std::chrono::seconds limit) {
  bool failed = false;
  auto run = [&]() -> asio::awaitable<void> {
    try {
      co_await std::move(operation);
    } catch (...) {
      failed = true;
    }
  };
  auto first = co_await (run() || wait_for(limit));
  if (failed || first.index() == 1)
    throw failed;
}
template <typename T> asio::awaitable<void> tried_for_ever(asio::awaitable<T> operation) {
  auto run = [&]() -> asio::awaitable<void> { co_await std::move(operation); };
  co_await run();
}
template <typename T> asio::awaitable<T> counted(asio::awaitable<T> operation, int &count) {
  ++count;
  co_return co_await std::move(operation);
}
asio::awaitable<void> by_own_adaptors(tcp::socket socket, int count) {
  char data[128];
  co_await in_time(asio::async_write(socket, asio::buffer(data), use_awaitable), 5s);
  co_await tried(asio::async_write(socket, asio::buffer(data), use_awaitable), 5s);
  co_await counted(asio::async_read(socket, asio::buffer(data), use_awaitable), count);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

asio::awaitable<void> by_an_adaptor_without_limit(tcp::socket socket) {
  char data[128];
  co_await tried_for_ever(asio::async_write(socket, asio::buffer(data), use_awaitable));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_write' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// Somebody else ends it, or the start of the coroutine has the limit.
asio::awaitable<void> until_told(tcp::socket socket,
                                 asio::experimental::channel<void(std::error_code)> &stop) {
  char data[128];
  co_await (socket.async_read_some(asio::buffer(data), use_awaitable) || stop.async_receive(use_awaitable));
}

asio::awaitable<void> ask(tcp::socket &socket) {
  char data[128];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
asio::awaitable<void> asks_in_time(tcp::socket socket) {
  auto executor = co_await asio::this_coro::executor;
  co_await asio::co_spawn(
      executor, [&]() -> asio::awaitable<void> { co_await ask(socket); }, asio::cancel_after(5s, use_awaitable));
}

// ---- on the resource

asio::awaitable<void> cancelled_by_a_timer(tcp::socket socket, asio::steady_timer timer) {
  char data[128];
  timer.expires_after(5s);
  timer.async_wait([&socket](std::error_code error) {
    if (!error)
      socket.cancel();
  });
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}

asio::awaitable<void> close_after(tcp::socket &socket, std::chrono::seconds limit) {
  co_await wait_for(limit);
  asio::steady_timer timer(co_await asio::this_coro::executor, limit);
  co_await timer.async_wait(use_awaitable);
  socket.close();
}
asio::awaitable<void> watched(tcp::socket socket) {
  char data[128];
  asio::co_spawn(socket.get_executor(), close_after(socket, 5s), asio::detached);
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}

class Session {
public:
  asio::awaitable<void> read() {
    char data[128];
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  }
  asio::awaitable<void> watch() {
    co_await timer.async_wait(use_awaitable);
    socket.cancel();
  }

private:
  tcp::socket socket;
  asio::steady_timer timer;
};

class Unwatched {
public:
  asio::awaitable<void> read() {
    char data[128];
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
  void stop() { socket.close(); }

private:
  tcp::socket socket;
};

// A watchdog that waits in another coroutine, and one that closes by a method of its own.
asio::awaitable<void> receive(std::shared_ptr<tcp::socket> socket) {
  char data[128];
  co_await socket->async_read_some(asio::buffer(data), use_awaitable);
}
asio::awaitable<void> close_later(std::shared_ptr<tcp::socket> socket) {
  co_await wait_for(5s);
  socket->close();
}
asio::awaitable<void> receive_in_time(std::shared_ptr<tcp::socket> socket) {
  co_await (receive(socket) || close_later(socket));
}

class Guarded {
public:
  asio::awaitable<void> read() {
    char data[128];
    arm();
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  }

private:
  void arm() {
    timer.expires_after(5s);
    timer.async_wait([this](std::error_code error) {
      if (!error)
        close();
    });
  }
  void close() { socket.close(); }
  tcp::socket socket;
  asio::steady_timer timer;
};

// ---- in every caller

asio::awaitable<void> greet(tcp::socket &socket) {
  co_await asio::async_write(socket, asio::buffer("hello"), use_awaitable);
}
asio::awaitable<void> greet_in_time(tcp::socket &socket) {
  co_await (greet(socket) || wait_for(5s));
}
asio::awaitable<void> greet_in_time_too(tcp::socket &socket, asio::steady_timer &timer) {
  co_await (greet(socket) || timer.async_wait(use_awaitable));
}

asio::awaitable<void> part(tcp::socket &socket) {
  co_await asio::async_write(socket, asio::buffer("hello"), use_awaitable);
}
asio::awaitable<void> parts(tcp::socket &socket) {
  co_await part(socket);
  co_await part(socket);
}
asio::awaitable<void> parts_in_time(tcp::socket &socket) {
  co_await (parts(socket) || wait_for(5s));
}

asio::awaitable<void> sometimes(tcp::socket &socket) {
  co_await asio::async_write(socket, asio::buffer("hello"), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_write' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
asio::awaitable<void> with_and_without(tcp::socket &socket) {
  co_await (sometimes(socket) || wait_for(5s));
  co_await sometimes(socket);
}

// A watchdog that throws ends what it is joined with.
asio::awaitable<void> serve(tcp::socket &socket) {
  char data[128];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
asio::awaitable<void> watchdog(asio::steady_timer &timer) {
  co_await timer.async_wait(use_awaitable);
  throw 1;
}
asio::awaitable<void> serve_watched(tcp::socket socket, asio::steady_timer timer) {
  co_await (serve(socket) && watchdog(timer));
}

// ---- waits that are meant to be long

asio::awaitable<void> listen(tcp::acceptor acceptor) {
  for (;;)
    asio::co_spawn(acceptor.get_executor(), echo(co_await acceptor.async_accept(use_awaitable)), asio::detached);
}

asio::awaitable<void> datagram_server(udp::socket socket) {
  char data[128];
  udp::endpoint from;
  for (;;) {
    auto n = co_await socket.async_receive_from(asio::buffer(data), from, use_awaitable);
    co_await socket.async_send_to(asio::buffer(data, n), from, use_awaitable);
  }
}

asio::awaitable<void> datagram_client(udp::socket socket, udp::endpoint server) {
  char data[128];
  for (;;) {
    co_await socket.async_send_to(asio::buffer(data), server, use_awaitable);
    co_await socket.async_receive_from(asio::buffer(data), server, use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_receive_from' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
}
