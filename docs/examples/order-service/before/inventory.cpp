// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How much of everything there is.

#include "../shop.h"

#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

namespace shop {

class Inventory {
public:
  asio::awaitable<std::uint64_t> stock(std::string sku);
  asio::awaitable<std::uint64_t> stock_with_retry(std::string sku);
  asio::awaitable<void> reload(std::string path);

private:
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> known_;
};

asio::awaitable<std::uint64_t> Inventory::stock(std::string sku) {
  std::scoped_lock guard(mutex_);
  auto found = known_.find(sku);
  if (found == known_.end())
    found = known_.emplace(sku, co_await ask_warehouse(sku)).first;
  co_return found->second;
}

asio::awaitable<std::uint64_t> Inventory::stock_with_retry(std::string sku) {
  for (int attempt = 0; attempt < 3; ++attempt) {
    std::uint64_t count = co_await ask_warehouse(sku);
    if (count != 0)
      co_return count;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  co_return 0;
}

static std::map<std::string, std::uint64_t> read_stock(const std::string &path) {
  std::map<std::string, std::uint64_t> stock;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line))
    stock[line.substr(0, line.find('='))] = std::stoull(line.substr(line.find('=') + 1));
  return stock;
}

asio::awaitable<void> Inventory::reload(std::string path) {
  auto fresh = read_stock(path);
  {
    std::scoped_lock guard(mutex_);
    known_ = std::move(fresh);
  }
  co_await record_audit(0, "stock reloaded");
}

} // namespace shop
