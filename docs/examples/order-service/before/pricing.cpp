// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The price of a basket.

#include "../shop.h"

namespace shop {

asio::awaitable<std::uint64_t> price(PriceClient &client, const Order &order) {
  std::uint64_t total = 0;
  for (const Item &item : order.items) {
    Quote quote = co_await client.quote(item.sku);
    total += quote.cents * item.count;
  }
  co_return total;
}

asio::awaitable<std::vector<Quote>> price_list(PriceClient &client, const std::vector<std::string> &skus) {
  std::vector<Quote> quotes;
  for (const std::string &sku : skus)
    quotes.push_back(co_await client.quote(sku));
  co_return quotes;
}

} // namespace shop
