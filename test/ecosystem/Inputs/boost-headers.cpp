// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every Boost header with coroutines of its own, and enough use of them that their templates are instantiated.

#include <boost/asio.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/co_spawn.hpp>
#include <boost/asio/experimental/coro.hpp>
#include <boost/asio/experimental/promise.hpp>
#include <boost/asio/experimental/use_coro.hpp>
#include <boost/beast/core/detect_ssl.hpp>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;

asio::awaitable<int> one();
asio::awaitable<void> nothing();

asio::awaitable<void> together(asio::io_context &context) {
  auto [first, second] = co_await (one() && one());
  co_await (nothing() && nothing());
  auto either = co_await (one() || nothing());
  co_await asio::co_spawn(context, one(), asio::use_awaitable);
}

asio::experimental::coro<int> numbers(asio::io_context &) {
  co_yield 1;
  co_yield 2;
}

asio::experimental::coro<void> reader(asio::io_context &context) {
  auto source = numbers(context);
  while (auto number = co_await source)
    (void)*number;
}

void start(asio::io_context &context) {
  asio::co_spawn(context, together(context), [](std::exception_ptr error) {
    if (error)
      std::rethrow_exception(error);
  });
  asio::experimental::co_spawn(reader(context), [](std::exception_ptr) {});
}
