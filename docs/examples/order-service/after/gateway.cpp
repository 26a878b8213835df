// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The payment gateway.

#include "../shop.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <stdexcept>

namespace shop {

using namespace asio::experimental::awaitable_operators;

/// The gateway answers in 2 s or not at all; a customer waits no longer than 10.
constexpr std::chrono::seconds gateway_deadline{10};

static asio::awaitable<std::string> ask(tcp::socket &gateway, std::string request) {
  co_await asio::async_write(gateway, asio::buffer(request), asio::use_awaitable);
  std::string answer;
  co_await asio::async_read_until(gateway, asio::dynamic_buffer(answer), '\n', asio::use_awaitable);
  co_return answer;
}

asio::awaitable<std::string> charge(tcp::socket &gateway, const Order &order) {
  asio::steady_timer deadline(co_await asio::this_coro::executor, gateway_deadline);
  auto outcome = co_await (ask(gateway, "charge " + std::to_string(order.id) + "\n") ||
                           deadline.async_wait(asio::use_awaitable));
  if (outcome.index() == 1)
    throw std::runtime_error("the payment gateway did not answer in time");
  std::string answer = std::get<0>(std::move(outcome));
  co_await record_audit(order.id, answer);
  co_return answer;
}

} // namespace shop
