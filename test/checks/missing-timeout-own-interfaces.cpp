// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
//
// Connections of the project's own: what they inherit, what one operation is given, and what only hands on.

#include <asio.hpp>
#include <asio/ssl.hpp>
#include <chrono>
#include <functional>
#include <inhouse/task.h>
#include <memory>
#include <optional>
#include <span>
#include <string>

using inhouse::task;
using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

class reader {
public:
  virtual task<size_t> read(std::span<char> to) = 0;
  virtual task<void> read_exactly(std::span<char> to);
};
class writer {
public:
  virtual task<size_t> write(std::span<const char> from) = 0;
  virtual task<void> write_all(std::span<const char> from);
};
class tcp_stream : public reader, public writer {
public:
  static task<tcp_stream> connect(std::string host, int port);
  static task<tcp_stream> connect(std::string host, int port, std::chrono::seconds timeout);
  task<size_t> read(std::span<char> to) override;
  task<size_t> write(std::span<const char> from) override;
  task<void> close();
  void keepalive(bool on, std::chrono::seconds delay);
};
class WebSocket {
public:
  task<std::string> read_message();
  task<void> write_message(std::string text);
  task<void> close();
};

// ---- what is inherited, or makes the connection

template <typename T> task<T> guard(task<T> work) { co_return co_await std::move(work); }

task<void> whole(tcp_stream &peer, std::span<char> data) {
  co_await guard(peer.write_all(data));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'write_all' on 'peer' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await peer.read_exactly(data);
  co_await peer.close();
}
task<void> opens(std::string host) {
  tcp_stream peer = co_await tcp_stream::connect(host, 80);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'connect' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
task<void> opens_in_time(std::string host) { tcp_stream peer = co_await tcp_stream::connect(host, 80, 5s); }

// ---- who closes a web socket waits for the other side

task<void> leaves(WebSocket &socket) { co_await socket.close(); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'close' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]

// ---- what is only started by a group has no limit; what a function elsewhere makes of it may have one

class task_group {
public:
  void add(task<void> work);
};
task<void> pinned(task<void> work);
task<void> serves_one(tcp_stream &peer) { co_await peer.write("hello"); }
// CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'write' on 'peer' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
task<void> serves_pinned(tcp_stream &peer) { co_await peer.write("hello"); }
task<void> serves_all(task_group &group, tcp_stream &peer) {
  group.add(serves_one(peer));
  co_await pinned(serves_pinned(peer));
}

// ---- one operation's own limit is that of no other

class datagram_socket {
public:
  task<void> connect(std::string host, clock_type::time_point deadline = clock_type::time_point::max());
  task<size_t> receive(std::span<char> to, int timeout_ms = 500);
  task<size_t> send(std::span<const char> from);
  void close();
};
task<void> each_by_itself(datagram_socket &peer, std::span<char> data) {
  co_await peer.connect("example.org", clock_type::now() + 5s);
  co_await peer.send(data);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'send' on 'peer' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await peer.receive(data);
}
task<void> for_ever(datagram_socket &peer) { co_await peer.connect("example.org"); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'connect' on 'peer' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]

struct operation {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> caller);
  size_t await_resume();
  operation timeout(std::chrono::milliseconds limit);
};
class fluent_socket {
public:
  operation connect(std::string host);
  operation receive(std::span<char> to);
  operation send(std::span<const char> from);
  void close();
};
task<void> on_one_branch(fluent_socket peer, std::chrono::milliseconds limit, std::span<char> data) {
  size_t got = 0;
  if (limit > 0ms)
    got = co_await peer.connect("example.org").timeout(limit);
  else
    got = co_await peer.connect("example.org");
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'connect' on 'peer' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await peer.send(data);
}

// ---- what only hands on leaves the limit to its callers

class tty_socket {
public:
  task<size_t> read_some(std::span<char> to);
  task<size_t> write_some(std::span<const char> from);
  void close();
};
struct any_handle {
  virtual task<size_t> read_some(std::span<char> to) = 0;
  virtual task<size_t> write_some(std::span<const char> from) = 0;
};
struct socket_handle : any_handle {
  task<size_t> read_some(std::span<char> to) override { co_return co_await inner.read_some(to); }
  task<size_t> write_some(std::span<const char> from) override {
    co_await inner.write_some("begin");
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'write_some' on 'inner' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_return co_await inner.write_some(from);
  }
  tty_socket inner;
};
struct any_socket {
  explicit any_socket(std::shared_ptr<tty_socket> inner) {
    reads = [inner](std::span<char> to) -> task<size_t> { co_return co_await inner->read_some(to); };
  }
  std::function<task<size_t>(std::span<char>)> reads;
};
task<void> serves(tty_socket &peer, std::function<void(std::function<task<size_t>(std::span<const char>)>)> handle) {
  handle([&](std::span<const char> from) -> task<size_t> { co_return co_await peer.write_some(from); });
  // CHECK-MESSAGES: :[[@LINE-1]]:70: warning: 'write_some' on 'peer' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return;
}

// ---- a test that hangs is seen to

extern "C" void _assert_true(unsigned long result, const char *text, const char *file, int line);
#define assert_true(c) _assert_true(!!(c), #c, __FILE__, __LINE__)
void test_answers(void **) {
  tty_socket peer;
  auto exchange = [&]() -> task<void> {
    char data[8];
    co_await peer.write_some("hello");
    assert_true(co_await peer.read_some(data) == 5);
  };
  auto writes = [&]() -> task<void> { co_await peer.write_some("hello"); };
  assert_true(true);
}

// A limit that is never, if nobody gives one.
class poll_socket {
public:
  task<void> connect(clock_type::time_point deadline = clock_type::time_point::max());
  task<size_t> read_some(std::span<char> to);
  task<size_t> write_some(std::span<const char> from);

private:
  int fd;
};
task<void> connects(poll_socket &socket) {
  co_await socket.connect();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
task<void> connects_in_time(poll_socket &socket) {
  co_await socket.connect(clock_type::now() + 5s);
}

// ---- the leaf of an interface, over a socket of a library

struct Transmission {
  virtual ~Transmission();
  virtual asio::awaitable<size_t> async_read_some(std::span<char> to, std::error_code &error) = 0;
  virtual asio::awaitable<size_t> async_write_some(std::span<const char> from) = 0;
};
class Reliable : public Transmission {
  asio::ip::tcp::socket socket;

public:
  asio::ip::tcp::socket &native() { return socket; }
  asio::awaitable<size_t> async_read_some(std::span<char> to, std::error_code &error) override {
    std::error_code inner;
    auto token = asio::redirect_error(asio::use_awaitable, inner);
    const auto n = co_await native().async_read_some(asio::buffer(to.data(), to.size()), token);
    error = inner;
    co_return n;
  }
  // It does more than to hand on.
  asio::awaitable<size_t> async_write_some(std::span<const char> from) override {
    size_t n = 0;
    while (n < from.size())
      n += co_await socket.async_write_some(asio::buffer(from.data(), from.size()), asio::use_awaitable);
      // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'async_write_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_return n;
  }
};
class Secure : public Transmission {
  asio::ssl::stream<asio::ip::tcp::socket> stream;

public:
  asio::awaitable<size_t> async_read_some(std::span<char> to, std::error_code &error) override {
    co_return co_await stream.async_read_some(asio::buffer(to.data(), to.size()), asio::use_awaitable);
  }
  // It ends what has failed.
  asio::awaitable<size_t> async_write_some(std::span<const char> from) override {
    const auto n = co_await stream.async_write_some(asio::buffer(from.data(), from.size()), asio::use_awaitable);
    if (n == 0)
      co_await stream.async_shutdown(asio::cancel_after(1s, asio::use_awaitable));
    co_return n;
  }
};
