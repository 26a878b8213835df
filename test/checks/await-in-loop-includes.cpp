// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that a fix needs make one block, also before includes of another kind.
// RUN: %check_cotidy %s await-in-loop %t
// CHECK-FIXES: {{^}}#include <boost/asio/experimental/awaitable_operators.hpp>
// CHECK-FIXES-NEXT: {{^}}#include <boost/asio/strand.hpp>
// CHECK-FIXES: {{^}}#include <iterator>
// CHECK-FIXES-NEXT: {{^}}#include "boost/asio.hpp"

#include "boost/asio.hpp"
#include "vector"

struct Order {};
boost::asio::awaitable<void> notify(const Order &order);

boost::asio::awaitable<void> notify_all(const std::vector<Order> &orders) {
  for (const Order &order : orders)
    co_await notify(order);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'notify' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}
