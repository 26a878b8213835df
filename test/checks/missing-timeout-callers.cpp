// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
//
// Callers that name no function, callers in tests, and what ends by itself.

#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <chrono>
#include <functional>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

struct Request {
  tcp::socket *upstream;
};
awaitable<void> wait_for(std::chrono::seconds limit) {
  asio::steady_timer timer(co_await asio::this_coro::executor, limit);
  co_await timer.async_wait(use_awaitable);
}

// ---- through a pointer

using handler = awaitable<void> (*)(Request &);
awaitable<void> log_in(Request &request) {
  char data[8];
  co_await request.upstream->async_read_some(asio::buffer(data), use_awaitable);
}
constexpr handler handlers[] = {log_in};
awaitable<void> handle(Request &request) {
  handler chosen = handlers[0];
  co_await asio::co_spawn(
      co_await asio::this_coro::executor, [chosen, &request]() -> awaitable<void> { co_await chosen(request); },
      asio::cancel_after(30s, use_awaitable));
}

using job = awaitable<int> (*)(Request &);
awaitable<int> count(Request &request) {
  char data[8];
  co_await request.upstream->async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'upstream' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES: co_await request.upstream->async_read_some(asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
  co_return 1;
}
struct Jobs {
  static constexpr job all[] = {count};
};
awaitable<void> run_jobs(Request &request) { co_await Jobs::all[0](request); }

// ---- through a wrapper

using task = std::function<awaitable<long>(Request &)>;
awaitable<long> measure(Request &request) {
  char data[8];
  co_await request.upstream->async_read_some(asio::buffer(data), use_awaitable);
  co_return 1;
}
task chosen_task() { return measure; }
awaitable<void> run_task(const task &chosen, Request &request) { co_await (chosen(request) || wait_for(5s)); }

// ---- through an interface

struct Store {
  virtual ~Store() = default;
  virtual awaitable<int> load(int id) = 0;
  virtual awaitable<int> drop(int id) = 0;
};
struct RemoteStore : Store {
  tcp::socket socket;
  awaitable<int> load(int id) override {
    char data[8];
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    co_return id;
  }
  awaitable<int> drop(int id) override {
    char data[8];
    co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_write' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_return id;
  }
};
awaitable<void> use(Store &store) {
  co_await (store.load(1) || wait_for(5s));
  co_await store.drop(1);
}

// ---- from a template that does not get there as it is instantiated here

class Upload {
public:
  template <bool Whole> awaitable<void> send() {
    auto guard = Guard(this, 5s);
    if constexpr (Whole)
      co_await send_whole();
    co_await asio::async_write(socket, asio::buffer("x"), use_awaitable);
  }
  awaitable<void> send_whole() {
    char data[8];
    co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
  }
  awaitable<void> send_part() {
    char data[8];
    co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async_write' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }

private:
  struct Guard {
    Guard(Upload *upload, std::chrono::seconds limit) : upload(upload) {
      upload->timer.expires_after(limit);
      upload->timer.async_wait([upload](std::error_code error) {
        if (!error)
          upload->socket.close();
      });
    }
    ~Guard() { upload->timer.cancel(); }
    Upload *upload;
  };
  tcp::socket socket;
  asio::steady_timer timer;
};
awaitable<void> upload(Upload &to) { co_await to.send<false>(); }

// ---- tests

namespace Catch {
struct AssertionHandler {
  AssertionHandler(const char *text);
  void handle(bool held);
};
} // namespace Catch
void stop_the_program(const char *text);
#define REQUIRE(x)                                                                                           \
  do {                                                                                                       \
    Catch::AssertionHandler handler(#x);                                                                     \
    handler.handle(bool(x));                                                                                 \
  } while (false)
#define CHECK(x)                                                                                             \
  do {                                                                                                       \
    if (!(x))                                                                                                \
      stop_the_program(#x);                                                                                  \
  } while (false)
#define BOOST_AUTO_TEST_SUITE(name) namespace name {

awaitable<void> helper_that_asserts(tcp::socket &socket) {
  char data[8];
  auto n = co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  REQUIRE(n == 8);
}

awaitable<void> helper_of_a_helper(tcp::socket &socket) {
  char data[8];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
void run(asio::io_context &context, tcp::socket &socket) {
  asio::co_spawn(context, helper_of_a_helper(socket), asio::detached);
  REQUIRE(socket.is_open());
}

awaitable<void> checks_itself(tcp::socket &socket) {
  char data[8];
  auto n = co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  CHECK(n == 8);
}

BOOST_AUTO_TEST_SUITE(of_sockets)
awaitable<void> in_a_suite(tcp::socket &socket) {
  char data[8];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
} // namespace of_sockets
