// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The payment gateway.

#include "../shop.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace shop {

asio::awaitable<std::string> charge(tcp::socket &gateway, const Order &order) {
  std::string request = "charge " + std::to_string(order.id) + "\n";
  co_await asio::async_write(gateway, asio::buffer(request), asio::use_awaitable);
  std::string answer;
  co_await asio::async_read_until(gateway, asio::dynamic_buffer(answer), '\n', asio::use_awaitable);
  (void)record_audit(order.id, answer);
  co_return answer;
}

} // namespace shop
