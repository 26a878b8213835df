// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the tests' Asio must be able to say, in both namespaces.
// RUN: %clangxx -std=c++20 -Wall -Werror -fsyntax-only -nostdinc++ -isystem %include_dir %s -DBOOST
// RUN: %clangxx -std=c++23 -Wall -Werror -fsyntax-only -nostdinc++ -isystem %include_dir %s
#ifdef BOOST
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/use_promise.hpp>
#include <boost/asio/ssl.hpp>
using namespace boost::asio;
using boost::system::error_code;
#else
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/experimental/use_promise.hpp>
#include <asio/ssl.hpp>
using namespace asio;
#endif
using namespace std::chrono_literals;
using namespace experimental::awaitable_operators;

awaitable<int> number(int n) { co_return n; }
awaitable<void> nothing() { co_return; }

awaitable<void> tokens(ip::tcp::socket socket, std::string text) {
  char data[10];
  std::size_t count = co_await socket.async_read_some(buffer(data), use_awaitable);
  count += co_await socket.async_read_some(buffer(data));
  count += co_await socket.async_read_some(buffer(data), deferred);
  count += co_await socket.async_read_some(buffer(data), cancel_after(5s, use_awaitable));
  count += co_await socket.async_read_some(buffer(data), cancel_after(5s));
  auto [error, read] = co_await async_read(socket, buffer(data), as_tuple(use_awaitable));
  auto [same, again] = co_await async_read(socket, buffer(data), as_tuple);
  error_code code;
  count += co_await async_write(socket, buffer(text), redirect_error(use_awaitable, code));
  count += co_await async_read_until(socket, dynamic_buffer(text), '\n', use_awaitable);
  cancellation_signal stop;
  co_await socket.async_wait(socket_base::wait_read, bind_cancellation_slot(stop.slot(), use_awaitable));
  if (error || same || code || read + again > count)
    socket.close();
  using eager_socket = use_awaitable_t<>::as_default_on_t<ip::tcp::socket>;
  eager_socket other(socket.get_executor());
  count = co_await other.async_read_some(buffer(data));
}

awaitable<void> spawning(std::vector<int> numbers) {
  auto executor = co_await this_coro::executor;
  steady_timer timer(executor, 5s);
  co_spawn(executor, number(1), detached);
  co_spawn(executor, []() -> awaitable<void> { co_return; }, detached);
  co_spawn(executor, nothing(), [](std::exception_ptr) {});
  co_spawn(make_strand(executor), nothing(), detached);
  int sum =
      co_await co_spawn(executor, number(2), use_awaitable) + co_spawn(executor, number(2), use_future).get();
  auto [one, two] = co_await (number(sum) && number(2));
  std::variant<int, std::monostate> first = co_await (number(one + two) || timer.async_wait(use_awaitable));
  std::vector<decltype(co_spawn(executor, number(1), deferred))> work;
  for (int n : numbers)
    work.push_back(co_spawn(executor, number(n), deferred));
  auto [order, errors, results] = co_await experimental::make_parallel_group(std::move(work))
                                      .async_wait(experimental::wait_for_all(), use_awaitable);
  auto [winner, left, right] =
      co_await experimental::make_parallel_group(timer.async_wait(deferred), timer.async_wait(deferred))
          .async_wait(experimental::wait_for_one(), use_awaitable);
  if (left || right || errors.size() + order[winner[0]] > results.size() + first.index())
    co_await timer.async_wait(experimental::use_promise)(use_awaitable);
  co_await timer.async_wait();
}

awaitable<void> hops(thread_pool &pool, io_context &io) {
  auto executor = co_await this_coro::executor;
  co_await post(use_awaitable);
  co_await post(executor, use_awaitable);
  co_await post(pool, use_awaitable);
  co_await dispatch(bind_executor(executor, use_awaitable));
  post(io, [] {});
  post(pool, [] {});
  post([] {});
  experimental::channel<void(error_code, int)> channel(executor, 10);
  co_await channel.async_send(error_code{}, 1, use_awaitable);
  while (int n = co_await channel.async_receive(use_awaitable))
    channel.try_send(error_code{}, n);
  channel.try_receive([](error_code, int) {});
  if ((co_await this_coro::cancellation_state).cancelled() != cancellation_type::none)
    co_await this_coro::throw_if_cancelled(true);
}

awaitable<void> server(io_context &io, ssl::context &tls) {
  char data[10];
  ip::tcp::acceptor acceptor(io, {ip::tcp::v4(), 80});
  ip::tcp::socket peer = co_await acceptor.async_accept(use_awaitable);
  co_await acceptor.async_accept(peer, use_awaitable);
  ip::tcp::resolver resolver(io);
  auto found = co_await resolver.async_resolve("host", "https", use_awaitable);
  co_await async_connect(peer, found, use_awaitable);
  connect(peer, found);
  read(peer, buffer(data));
  ssl::stream<ip::tcp::socket> stream(std::move(peer), tls);
  co_await stream.async_handshake(ssl::stream_base::client, use_awaitable);
  co_await async_read(stream, buffer(data), use_awaitable);
  signal_set signals(io, 1, 2);
  signals.async_wait([](error_code, int) {});
  co_await signals.async_wait(use_awaitable);
}
