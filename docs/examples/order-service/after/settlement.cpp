// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The nightly settlement.

#include "../shop.h"
#include "bounded.h"

namespace shop {

/// Fewer than the pool's 20 connections, so that the day's work finds some free.
constexpr std::size_t settlements_at_once = 8;

asio::awaitable<void> settle(Order order) {
  {
    Transaction transaction("orders");
    co_await transaction.execute("update orders set settled = true where id = " + std::to_string(order.id));
    co_await transaction.commit();
  }
  co_await send_mail(order.customer, "your order is settled");
}

asio::awaitable<void> settle_all(std::vector<Order> orders) {
  co_await for_each_bounded(orders, settlements_at_once, [](Order &order) { return settle(order); });
}

} // namespace shop
