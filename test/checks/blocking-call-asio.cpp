// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t

#include <boost/asio.hpp>
#include <chrono>
#include <inhouse/task.h>
#include <thread>

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

asio::awaitable<void> synchronous_forms(tcp::socket socket, tcp::resolver resolver, asio::steady_timer timer) {
  char data[128];
  std::this_thread::sleep_for(100ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 100ms)
  timer.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'basic_waitable_timer::wait' puts this thread to sleep, and every other coroutine on it waits as long; await 'async_wait' [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await timer.async_wait(boost::asio::use_awaitable);
  auto peers = resolver.resolve("example.org", "80");
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'basic_resolver::resolve' blocks this thread until a name server answers, and every other coroutine on it waits as long; await 'async_resolve' [async-blocking-call]
  // CHECK-FIXES: {{^}}  auto peers = co_await resolver.async_resolve("example.org", "80", boost::asio::cancel_after(time_limit, boost::asio::use_awaitable));
  auto n = socket.read_some(asio::buffer(data));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'basic_stream_socket::read_some' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await 'async_read_some' [async-blocking-call]
  // CHECK-FIXES: {{^}}  auto n = co_await socket.async_read_some(asio::buffer(data), boost::asio::cancel_after(time_limit2, boost::asio::use_awaitable));
  asio::write(socket, asio::buffer(data, n));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'write' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await 'boost::asio::async_write' [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await boost::asio::async_write(socket, asio::buffer(data, n), boost::asio::cancel_after(time_limit3, boost::asio::use_awaitable));
  boost::system::error_code error;
  socket.read_some(asio::buffer(data), error);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'basic_stream_socket::read_some' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await 'async_read_some' [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await socket.async_read_some(asio::buffer(data), boost::asio::redirect_error(boost::asio::cancel_after(time_limit4, boost::asio::use_awaitable), error));
  if (error)
    co_return;
}

asio::awaitable<void> a_nested_event_loop(asio::io_context &io) {
  io.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: 'io_context::run' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  co_return;
}

// A plain function waits for coroutines, and one of them runs the loop for the others.
inhouse::task<int> serve(asio::io_context &io);
inhouse::task<void> both(inhouse::task<int> first, inhouse::task<int> second);
void bridge(asio::io_context &io) {
  inhouse::sync_wait(both(serve(io), [&]() -> inhouse::task<int> {
    io.run();
    co_return 0;
  }()));
}

asio::awaitable<void> asynchronous_forms(tcp::socket socket) {
  char data[128];
  auto n = co_await socket.async_read_some(asio::buffer(data), asio::use_awaitable);
  co_await asio::async_write(socket, asio::buffer(data, n), asio::use_awaitable);
}

// The socket answers at once, with an error if there is nothing.
asio::awaitable<void> non_blocking(tcp::socket socket) {
  char data[128];
  socket.non_blocking(true);
  socket.read_some(asio::buffer(data));
  co_return;
}

asio::awaitable<void> waits_until_readable(tcp::socket socket) {
  char data[128];
  co_await socket.async_wait(tcp::socket::wait_read, asio::use_awaitable);
  socket.read_some(asio::buffer(data));
}

asio::awaitable<void> waits_for_something_else(tcp::socket socket) {
  char data[128];
  co_await socket.async_read_some(asio::buffer(data), asio::use_awaitable);
  socket.read_some(asio::buffer(data));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'basic_stream_socket::read_some' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await 'async_read_some' [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await socket.async_read_some(asio::buffer(data), boost::asio::cancel_after(time_limit, boost::asio::use_awaitable));
}

// ---- threads that are there to be blocked

asio::awaitable<void> on_a_pool(asio::thread_pool &pool) {
  asio::post(pool, [] { std::this_thread::sleep_for(1s); });
  co_await asio::co_spawn(
      pool,
      []() -> asio::awaitable<void> {
        std::this_thread::sleep_for(1s);
        co_return;
      },
      asio::use_awaitable);
}

asio::awaitable<void> posted_to_its_own_executor(asio::io_context &io) {
  asio::post(io, [] {});
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s)
  co_return;
}

asio::awaitable<void> hops(asio::thread_pool &pool, bool busy) {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  auto home = co_await asio::this_coro::executor;
  co_await asio::post(pool, asio::use_awaitable);
  std::this_thread::sleep_for(1s);
  co_await asio::post(home, asio::use_awaitable);
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  if (busy) {
    co_await asio::dispatch(asio::bind_executor(pool, asio::use_awaitable));
    std::this_thread::sleep_for(1s);
    co_return;
  }
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

// The token is left to its default.
asio::awaitable<void> hops_by_half_a_binder(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool));
  std::this_thread::sleep_for(1s);
}

asio::awaitable<void> may_have_hopped(asio::any_io_executor workers, bool busy) {
  if (busy)
    co_await asio::post(workers, asio::use_awaitable);
  std::this_thread::sleep_for(1s);
}

// The first round runs before any hop.
asio::awaitable<void> hops_in_a_loop(asio::thread_pool &pool) {
  for (;;) {
    std::this_thread::sleep_for(1s);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
    co_await asio::post(pool, asio::use_awaitable);
  }
}

// It only notes the address.
asio::awaitable<void> connects_datagrams(asio::ip::udp::socket socket, asio::ip::udp::endpoint to, tcp::socket stream,
                                         tcp::endpoint peer) {
  socket.connect(to);
  stream.connect(peer);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'basic_stream_socket::connect' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await 'async_connect' [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await stream.async_connect(peer, boost::asio::cancel_after(time_limit, boost::asio::use_awaitable));
  co_await stream.async_wait(tcp::socket::wait_write, asio::use_awaitable);
}
