// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
//
// A limit that one method sets for a member, and the other methods: it is theirs only where it outlasts the method.

#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <chrono>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

namespace boost::beast {
struct basic_stream {
  awaitable<size_t> async_read_some(asio::mutable_buffer, asio::use_awaitable_t<>);
  awaitable<size_t> async_write_some(asio::const_buffer, asio::use_awaitable_t<>);
  awaitable<void> async_connect(tcp::endpoint, asio::use_awaitable_t<>);
  void expires_after(std::chrono::seconds);
  void expires_never();
};
} // namespace boost::beast
using boost::beast::basic_stream;

// ---- a method that limits its own exchange

class Watched {
public:
  awaitable<void> in_time() {
    char data[10];
    timer.expires_after(5s);
    timer.async_wait([this](std::error_code error) {
      if (!error)
        socket.cancel();
    });
    co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    timer.cancel();
  }
  awaitable<void> exchange() {
    char data[10];
    co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_write' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  }

private:
  tcp::socket socket;
  asio::steady_timer timer;
};

class ArmedByHelper {
public:
  awaitable<void> in_time() {
    char data[10];
    arm();
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    timer.cancel();
  }
  awaitable<void> exchange() {
    char data[10];
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-FIXES:      constexpr auto time_limit = std::chrono::seconds(30);
    // CHECK-FIXES-NEXT: co_await socket.async_read_some(asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
  }

private:
  void arm() {
    timer.expires_after(5s);
    timer.async_wait([this](std::error_code error) {
      if (!error)
        socket.cancel();
    });
  }
  tcp::socket socket;
  asio::steady_timer timer;
};

// One that serves for as long as there is a connection, and has it watched in each round, limits the others.
class Heartbeat {
public:
  awaitable<void> receive() {
    char data[10];
    while (open) {
      asio::steady_timer silent(socket.get_executor(), 5s);
      silent.async_wait([this](std::error_code error) {
        if (!error)
          socket.cancel();
      });
      co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    }
  }
  awaitable<void> ping() {
    char data[10];
    co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
  }

private:
  tcp::socket socket;
  bool open = true;
};

// Not one whose rounds are over before.
class Greeting {
public:
  awaitable<void> greet() {
    char data[10];
    asio::steady_timer silent(socket.get_executor(), 5s);
    silent.async_wait([this](std::error_code error) {
      if (!error)
        socket.cancel();
    });
    for (int round = 0; round < 2; ++round)
      co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  }
  awaitable<void> ping() {
    char data[10];
    co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_write' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-FIXES:      constexpr auto time_limit = std::chrono::seconds(30);
    // CHECK-FIXES-NEXT: co_await asio::async_write(socket, asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
  }

private:
  tcp::socket socket;
};

class Raced {
public:
  awaitable<void> in_time() {
    char data[10];
    asio::steady_timer timer(socket.get_executor(), 5s);
    co_await (socket.async_read_some(asio::buffer(data), use_awaitable) || timer.async_wait(use_awaitable));
    socket.cancel();
  }
  awaitable<void> exchange() {
    char data[10];
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-FIXES:      constexpr auto time_limit = std::chrono::seconds(30);
    // CHECK-FIXES-NEXT: co_await socket.async_read_some(asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
  }

private:
  tcp::socket socket;
};

class Expiring {
public:
  awaitable<void> in_time() {
    char data[10];
    stream.expires_after(5s);
    co_await stream.async_write_some(asio::buffer(data), use_awaitable);
    co_await stream.async_read_some(asio::buffer(data), use_awaitable);
  }
  awaitable<void> by_another() {
    stream.expires_after(5s);
    co_await only_called_in_time();
  }
  awaitable<void> exchange() {
    char data[10];
    co_await stream.async_write_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_write_some' on 'stream' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_await stream.async_read_some(asio::buffer(data), use_awaitable);
  }

private:
  awaitable<void> only_called_in_time() {
    char data[10];
    co_await stream.async_read_some(asio::buffer(data), use_awaitable);
  }
  basic_stream stream;
};

class ConnectedInTime {
public:
  awaitable<void> connect(tcp::endpoint to) {
    stream.expires_after(5s);
    co_await stream.async_connect(to, use_awaitable);
    stream.expires_never();
  }
  awaitable<void> exchange() {
    char data[10];
    co_await stream.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'stream' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-FIXES:      constexpr auto time_limit = std::chrono::seconds(30);
    // CHECK-FIXES-NEXT: stream.expires_after(time_limit);
  }

private:
  basic_stream stream;
};

// ---- one that lasts

class StillExpiring {
public:
  awaitable<void> connect(tcp::endpoint to) {
    stream.expires_after(5s);
    co_await stream.async_connect(to, use_awaitable);
  }
  awaitable<void> exchange() {
    char data[10];
    co_await stream.async_read_some(asio::buffer(data), use_awaitable);
  }

private:
  basic_stream stream;
};

class ArmedForLife {
public:
  explicit ArmedForLife(tcp::socket from) : socket(std::move(from)), timer(socket.get_executor()) { arm(); }
  awaitable<void> exchange() {
    char data[10];
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  }

private:
  void arm() {
    timer.expires_after(5s);
    timer.async_wait([this](std::error_code error) {
      if (!error)
        socket.cancel();
    });
  }
  tcp::socket socket;
  asio::steady_timer timer;
};

class Renewed {
public:
  awaitable<void> serve() {
    char data[10];
    for (;;) {
      stream.expires_after(5s);
      co_await stream.async_read_some(asio::buffer(data), use_awaitable);
    }
  }
  awaitable<void> push() {
    char data[10];
    co_await stream.async_write_some(asio::buffer(data), use_awaitable);
  }

private:
  basic_stream stream;
};

// ---- standard input, which its caller hands over

#define STDIN_FILENO 0
int dup(int descriptor);
awaitable<void> publish(asio::posix::stream_descriptor &in) {
  char data[10];
  for (;;)
    co_await in.async_read_some(asio::buffer(data), use_awaitable);
}
awaitable<void> publish_terminal() {
  asio::posix::stream_descriptor in(co_await asio::this_coro::executor, dup(STDIN_FILENO));
  co_await publish(in);
}

// ---- a helper of tests

namespace testing {
class Test {
public:
  virtual ~Test();
  virtual void TestBody() = 0;
};
} // namespace testing
awaitable<void> ping(tcp::socket &socket) {
  char data[10];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
class Pings : public testing::Test {
  void TestBody() override {
    asio::io_context context;
    tcp::socket socket(context);
    asio::co_spawn(context, ping(socket), asio::detached);
    context.run();
  }
};
