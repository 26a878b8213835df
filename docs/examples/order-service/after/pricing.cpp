// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The price of a basket.

#include "../shop.h"
#include "bounded.h"

namespace shop {

/// The price service sustains 200 requests a second of 80 ms each: 200/s x 0.08 s.
constexpr std::size_t quotes_at_once = 16;

asio::awaitable<std::vector<Quote>> price_list(PriceClient &client, std::vector<std::string> skus) {
  std::vector<Quote> quotes;
  co_await for_each_bounded(skus, quotes_at_once, [&](const std::string &sku) -> asio::awaitable<void> {
    quotes.push_back(co_await client.quote(sku));
  });
  co_return quotes;
}

asio::awaitable<std::uint64_t> price(PriceClient &client, Order order) {
  std::uint64_t total = 0;
  co_await for_each_bounded(order.items, quotes_at_once, [&](const Item &item) -> asio::awaitable<void> {
    Quote quote = co_await client.quote(item.sku);
    total += quote.cents * item.count;
  });
  co_return total;
}

} // namespace shop
