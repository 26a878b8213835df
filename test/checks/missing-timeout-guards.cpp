// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t

// A timer that somebody else starts, and that reaches the socket through another object.

#include <asio.hpp>
#include <asio/dispatch.hpp>
#include <asio/ssl.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

using asio::ip::tcp;
using asio::use_awaitable;
using namespace std::chrono_literals;

struct Connection {
  tcp::socket socket;
  bool late = false;
};

void shut(Connection &connection) { connection.socket.close(); }

// ---- a guard that starts a coroutine

class Client {
public:
  struct Guard {
    explicit Guard(Client *self) : self(self) {
      asio::co_spawn(self->executor, self->close_in_time(), asio::detached);
    }
    ~Guard() { self->timer.cancel(); }
    Client *self;
  };
  struct Clock {
    explicit Clock(Client *self) : self(self) { asio::co_spawn(self->executor, self->measure(), asio::detached); }
    ~Clock() { self->timer.cancel(); }
    Client *self;
  };
  struct SpareGuard {
    explicit SpareGuard(Client *self) : self(self) {
      asio::co_spawn(self->executor, self->close_spare_in_time(), asio::detached);
    }
    Client *self;
  };

  asio::awaitable<void> guarded() {
    char data[128];
    auto guard = Guard(this);
    co_await connection->socket.async_read_some(asio::buffer(data), use_awaitable);
    co_await read_part();
  }

  // Every caller has the guard.
  asio::awaitable<void> read_part() {
    char data[128];
    co_await connection->socket.async_read_some(asio::buffer(data), use_awaitable);
  }

  asio::awaitable<void> read_any() {
    char data[128];
    co_await connection->socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
  asio::awaitable<void> with_guard() {
    Guard guard(this);
    co_await read_any();
  }
  asio::awaitable<void> without_guard() {
    Clock clock(this);
    co_await read_any();
  }

  asio::awaitable<void> only_measured() {
    char data[128];
    Clock clock(this);
    co_await connection->socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-FIXES:      constexpr auto time_limit = std::chrono::seconds(30);
    // CHECK-FIXES-NEXT: co_await connection->socket.async_read_some(asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
  }

  asio::awaitable<void> other_is_guarded() {
    char data[128];
    SpareGuard guard(this);
    co_await connection->socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }

  asio::awaitable<void> guarded_before() {
    char data[128];
    {
      Guard guard(this);
      co_await asio::async_write(connection->socket, asio::buffer(data), use_awaitable);
    }
    co_await connection->socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }

  // What was awaited took its guard with it.
  asio::awaitable<void> guarded_inside() {
    char data[128];
    co_await guarded();
    co_await connection->socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }

  asio::awaitable<void> guarded_too_late() {
    char data[128];
    co_await connection->socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    Guard guard(this);
    co_await asio::async_write(spare, asio::buffer(data), asio::cancel_after(5s, use_awaitable));
  }

  // A pause after the socket was closed.
  asio::awaitable<void> restarted() {
    char data[128];
    asio::co_spawn(executor, restart(), asio::detached);
    co_await connection->socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }

private:
  asio::awaitable<void> close_in_time() {
    std::weak_ptr<Connection> watched = connection;
    timer.expires_after(5s);
    co_await timer.async_wait(use_awaitable);
    if (auto open = watched.lock())
      shut(*open);
  }
  asio::awaitable<void> measure() {
    timer.expires_after(5s);
    co_await timer.async_wait(use_awaitable);
    connection->late = true;
  }
  asio::awaitable<void> close_spare_in_time() {
    co_await timer.async_wait(use_awaitable);
    spare.close();
  }
  asio::awaitable<void> restart() {
    shut(*connection);
    co_await timer.async_wait(use_awaitable);
  }

  asio::any_io_executor executor;
  asio::steady_timer timer;
  std::shared_ptr<Connection> connection;
  tcp::socket spare;
};

// ---- helpers with a callback

void shut_after(std::shared_ptr<Connection> connection, asio::steady_timer &timer) {
  timer.expires_after(5s);
  timer.async_wait([connection](std::error_code error) {
    if (!error)
      shut(*connection);
  });
}
void mark_after(std::shared_ptr<Connection> connection, asio::steady_timer &timer) {
  timer.expires_after(5s);
  timer.async_wait([connection](std::error_code) { connection->late = true; });
}
asio::awaitable<void> given_the_owner(std::shared_ptr<Connection> connection, asio::steady_timer timer) {
  char data[128];
  shut_after(connection, timer);
  co_await connection->socket.async_read_some(asio::buffer(data), use_awaitable);
}
asio::awaitable<void> marked(std::shared_ptr<Connection> connection, asio::steady_timer timer) {
  char data[128];
  mark_after(connection, timer);
  co_await connection->socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// ---- a guard that is given the socket

class SocketGuard {
public:
  SocketGuard(tcp::socket &watched, asio::steady_timer &timer) : socket(watched), timer(timer) { arm(); }
  ~SocketGuard() { timer.cancel(); }

private:
  void arm() {
    timer.async_wait([this](std::error_code error) {
      if (!error)
        socket.cancel();
    });
  }
  tcp::socket &socket;
  asio::steady_timer &timer;
};
asio::awaitable<void> given_the_socket(tcp::socket from, asio::steady_timer timer) {
  char data[128];
  SocketGuard guard(from, timer);
  co_await from.async_read_some(asio::buffer(data), use_awaitable);
}
asio::awaitable<void> given_another_socket(tcp::socket from, tcp::socket to, asio::steady_timer timer) {
  char data[128];
  SocketGuard guard(to, timer);
  co_await from.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'from' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// ---- what is merely run elsewhere is no guard; what a timer runs is one

class Posted {
public:
  asio::awaitable<void> read() {
    char data[128];
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
  void close() {
    asio::dispatch(executor, [this] { socket.close(); });
  }

private:
  asio::any_io_executor executor;
  tcp::socket socket;
};

template <typename F, typename T> auto bound(F method, T *object) {
  return [=](std::error_code) { (object->*method)(); };
}

class Bound {
public:
  asio::awaitable<void> read() {
    char data[128];
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  }
  void arm() {
    timer.expires_after(5s);
    timer.async_wait(bound(&Bound::on_late, this));
  }

private:
  void on_late() { socket.close(); }
  asio::steady_timer timer;
  tcp::socket socket;
};

// A helper of the project that calls back in time.
struct Wheel {
  void run_in(std::chrono::seconds delay, std::function<void()> callback);
};
class Wheeled {
public:
  asio::awaitable<void> read() {
    char data[128];
    wheel.run_in(5s, [this] { socket.close(); });
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  }

private:
  Wheel wheel;
  tcp::socket socket;
};

// The pause is a step of the same coroutine.
class Restarting {
public:
  asio::awaitable<void> run() {
    char data[128];
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_await timer.async_wait(use_awaitable);
    socket.close();
  }

private:
  asio::steady_timer timer;
  tcp::socket socket;
};

namespace boost::beast {
struct basic_stream {
  asio::awaitable<size_t> async_read_some(asio::mutable_buffer buffer, asio::use_awaitable_t<>);
  void expires_after(std::chrono::seconds limit);
  void expires_never();
};
} // namespace boost::beast
using boost::beast::basic_stream;

// ---- the deadline is set by another method, and taken away again

class Resumed {
  basic_stream stream;

public:
  void start() { stream.expires_after(5s); }
  asio::awaitable<void> read() {
    char data[128];
    co_await stream.async_read_some(asio::buffer(data), use_awaitable);
  }
  asio::awaitable<void> read_for_ever() {
    char data[128];
    stream.expires_never();
    co_await stream.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'stream' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
};

class Greeted {
  basic_stream stream;

public:
  asio::awaitable<void> greet() {
    char data[128];
    stream.expires_after(5s);
    co_await stream.async_read_some(asio::buffer(data), use_awaitable);
    stream.expires_never();
  }
  asio::awaitable<void> read() {
    char data[128];
    co_await stream.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'stream' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
};

// ---- the deadline is set in another class, in a visitor, for a reference

class Outer {
  struct Impl {
    basic_stream stream;
  };
  std::unique_ptr<Impl> impl;

public:
  void start() { impl->stream.expires_after(5s); }
  asio::awaitable<void> read() {
    char data[128];
    co_await impl->stream.async_read_some(asio::buffer(data), use_awaitable);
  }
};

template <typename F, typename V> void visit_stream(F f, V &stream) { f(stream); }
void limit(basic_stream &stream) {
  visit_stream([](auto &s) { s.expires_after(5s); }, stream);
}
asio::awaitable<void> visited(basic_stream &stream) {
  char data[128];
  limit(stream);
  co_await stream.async_read_some(asio::buffer(data), use_awaitable);
}

class Server {
public:
  asio::awaitable<void> serve() {
    arm();
    co_await read_from(*current());
  }
  asio::awaitable<void> serve_by_visitor() {
    arm();
    co_await with_current([this](auto &socket) { return write_to(socket); });
  }
  asio::awaitable<void> serve_unarmed() { co_await read_more_from(*current()); }

private:
  asio::awaitable<void> read_from(tcp::socket &socket) {
    char data[128];
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  }
  asio::awaitable<void> read_more_from(tcp::socket &socket) {
    char data[128];
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
  asio::awaitable<void> write_to(tcp::socket &socket) {
    char data[128];
    co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
  }
  void arm() {
    timer.async_wait([this](std::error_code) { shut_all(); });
  }
  void shut_all() {
    for (auto &socket : sockets)
      socket.close();
  }
  tcp::socket *current();
  template <typename F> asio::awaitable<void> with_current(F f) { co_await f(*current()); }

  asio::steady_timer timer;
  std::vector<tcp::socket> sockets;
};

// ---- a private function of which only a template that nobody uses yet is the caller

class Sender {
public:
  template <typename Body> asio::awaitable<void> send(Body body) {
    body.arm(socket);
    co_await send_part();
  }

private:
  asio::awaitable<void> send_part() {
    char data[128];
    co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
  }
  tcp::socket socket;
};

// ---- a guard whose body is elsewhere: what it is given says what it is for

class DeadlineGuard {
public:
  DeadlineGuard(tcp::socket &socket, std::chrono::milliseconds limit);
  ~DeadlineGuard();
};
class Stopwatch {
public:
  explicit Stopwatch(tcp::socket &socket);
  ~Stopwatch();
};
struct Limit {
  Limit(tcp::socket &socket, std::chrono::milliseconds limit);
};

asio::awaitable<void> guarded_elsewhere(tcp::socket socket) {
  char data[8];
  DeadlineGuard guard(socket, 500ms);
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}

asio::awaitable<void> guarded_before(tcp::socket socket) {
  char data[8];
  {
    DeadlineGuard guard(socket, 500ms);
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  }
  co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_write' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

asio::awaitable<void> guarded_elsewhere_than(tcp::socket socket, tcp::socket other) {
  char data[8];
  DeadlineGuard guard(other, 500ms);
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

asio::awaitable<void> measured(tcp::socket socket) {
  char data[8];
  Stopwatch watch(socket);
  Limit limit(socket, 500ms);
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// ---- a stream ends with what it is layered over

class Layered {
  struct Guard {
    Guard(Layered *owner, std::chrono::seconds limit) : owner(owner) {
      owner->timer.expires_after(limit);
      owner->timer.async_wait([owner](std::error_code error) {
        if (!error)
          owner->socket.close();
      });
    }
    ~Guard() { owner->timer.cancel(); }
    Layered *owner;
  };

public:
  asio::awaitable<void> exchange() {
    char data[8];
    auto guard = Guard(this, 5s);
    co_await asio::async_write(*over_it, asio::buffer(data), use_awaitable);
  }
  asio::awaitable<void> exchange_beside() {
    char data[8];
    auto guard = Guard(this, 5s);
    co_await asio::async_write(beside_it, asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_write' on 'beside_it' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }

private:
  tcp::socket socket;
  asio::steady_timer timer;
  std::unique_ptr<asio::ssl::stream<tcp::socket &>> over_it;
  asio::ssl::stream<tcp::socket> beside_it;
};

// ---- a server that closes the connections that are silent for too long

class ReapedConnection {
public:
  asio::awaitable<void> push() {
    char data[8];
    co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
  }
  void close() { socket.close(); }

private:
  tcp::socket socket;
};
class Reaper {
public:
  explicit Reaper(asio::io_context &context) : timer(context) { arm(); }

private:
  void arm() {
    timer.expires_after(5s);
    timer.async_wait([this](std::error_code error) {
      if (!error)
        close_the_silent();
    });
  }
  void close_the_silent() {
    for (auto &connection : connections)
      connection->close();
    arm();
  }
  asio::steady_timer timer;
  std::vector<std::shared_ptr<ReapedConnection>> connections;
};

// ---- what is given the socket, and beside the wait or not

asio::awaitable<void> close_late(tcp::socket &socket) {
  asio::steady_timer timer(socket.get_executor(), 5s);
  co_await timer.async_wait(use_awaitable);
  socket.close();
}
asio::awaitable<void> arm(tcp::socket &socket, asio::steady_timer &timer) {
  timer.async_wait([&](std::error_code error) {
    if (!error)
      socket.cancel();
  });
  co_return;
}
asio::awaitable<void> closed_beside(tcp::socket socket) {
  char data[128];
  asio::co_spawn(socket.get_executor(), close_late(socket), asio::detached);
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
asio::awaitable<void> armed_before(tcp::socket socket, asio::steady_timer &timer) {
  char data[128];
  co_await arm(socket, timer);
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
asio::awaitable<void> closed_afterwards(tcp::socket socket) {
  char data[128];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await close_late(socket);
}
