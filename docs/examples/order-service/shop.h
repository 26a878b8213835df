// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the service's parts share.

#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace shop {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct Item {
  std::string sku;
  unsigned count = 1;
};

struct Order {
  std::uint64_t id = 0;
  std::string customer;
  std::vector<Item> items;
};

struct Quote {
  std::string sku;
  std::uint64_t cents = 0;
};

/// Asks the price service, over connections of its own.
class PriceClient {
public:
  asio::awaitable<Quote> quote(std::string sku);
};

/// A transaction on one connection of the pool; rolled back if it is destroyed uncommitted.
class Transaction {
public:
  explicit Transaction(const std::string &dsn);
  ~Transaction();
  asio::awaitable<void> execute(std::string statement);
  asio::awaitable<void> commit();
};

asio::awaitable<void> send_mail(std::string to, std::string text);
asio::awaitable<void> record_audit(std::uint64_t order, std::string what);
asio::awaitable<std::uint64_t> ask_warehouse(std::string sku);

} // namespace shop
