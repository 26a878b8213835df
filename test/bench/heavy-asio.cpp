// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A server's unit as they are: most of its cost is in the library's headers, and it has code for every check to look
// at. The figures of docs/benchmark.md are from this file.

#include <boost/asio.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

struct Registry {
  std::mutex mutex;
  std::map<std::string, int> hits;
  int bump(const std::string &path) {
    std::scoped_lock guard(mutex);
    return ++hits[path];
  }
};

awaitable<std::string> answer(std::string request, Registry &registry) {
  co_return std::to_string(registry.bump(request)) + "\n";
}

awaitable<void> session(tcp::socket socket, Registry &registry) {
  std::string buffer;
  for (;;) {
    std::size_t length =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), '\n', use_awaitable);
    std::string response = co_await answer(buffer.substr(0, length), registry);
    buffer.erase(0, length);
    co_await asio::async_write(socket, asio::buffer(response), use_awaitable);
    if (response == "bye\n")
      break;
  }
  socket.shutdown(tcp::socket::shutdown_send);
}

awaitable<void> listen(tcp::endpoint at, Registry &registry) {
  auto executor = co_await asio::this_coro::executor;
  tcp::acceptor acceptor(executor, at);
  for (;;) {
    auto socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(executor, session(std::move(socket), registry), asio::detached);
  }
}

awaitable<std::size_t> fetch(std::string host) {
  using namespace asio::experimental::awaitable_operators;
  auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver(executor);
  asio::steady_timer timer(executor, std::chrono::seconds(5));
  auto found = co_await (resolver.async_resolve(host, "80", use_awaitable) || timer.async_wait(use_awaitable));
  if (found.index() == 1)
    co_return 0;
  tcp::socket socket(executor);
  co_await asio::async_connect(socket, std::get<0>(found), use_awaitable);
  co_await asio::async_write(socket, asio::buffer("GET / HTTP/1.0\r\n\r\n", 18), use_awaitable);
  std::string response;
  auto [error, length] = co_await asio::async_read(socket, asio::dynamic_buffer(response),
                                                   asio::experimental::as_tuple(use_awaitable));
  co_return length;
}

awaitable<std::size_t> total(std::vector<std::string> hosts) {
  std::size_t sum = 0;
  for (const auto &host : hosts)
    sum += co_await fetch(host);
  co_return sum;
}

int main() {
  asio::io_context context(1);
  Registry registry;
  asio::co_spawn(context, listen({tcp::v4(), 8080}, registry), asio::detached);
  asio::co_spawn(context, total({"localhost"}), asio::detached);
  context.run();
}
