// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The nightly settlement.

#include "../shop.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

namespace shop {

asio::awaitable<void> settle(Order order) {
  Transaction transaction("orders");
  co_await transaction.execute("update orders set settled = true where id = " + std::to_string(order.id));
  co_await send_mail(order.customer, "your order is settled");
  co_await transaction.commit();
}

asio::awaitable<void> settle_all(std::vector<Order> orders) {
  auto executor = co_await asio::this_coro::executor;
  for (const Order &order : orders)
    asio::co_spawn(executor, settle(order), asio::detached);
}

} // namespace shop
