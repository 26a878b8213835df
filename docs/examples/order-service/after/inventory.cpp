// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How much of everything there is.

#include "../shop.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>

namespace shop {

class Inventory {
public:
  asio::awaitable<std::uint64_t> stock(std::string sku);
  asio::awaitable<std::uint64_t> stock_with_retry(std::string sku);
  asio::awaitable<void> reload(std::string path);

private:
  std::optional<std::uint64_t> known(const std::string &sku);
  void remember(const std::string &sku, std::uint64_t count);

  asio::thread_pool files_{1};
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> known_;
};

std::optional<std::uint64_t> Inventory::known(const std::string &sku) {
  std::scoped_lock guard(mutex_);
  auto found = known_.find(sku);
  return found == known_.end() ? std::nullopt : std::optional(found->second);
}

void Inventory::remember(const std::string &sku, std::uint64_t count) {
  std::scoped_lock guard(mutex_);
  known_[sku] = count;
}

asio::awaitable<std::uint64_t> Inventory::stock(std::string sku) {
  if (auto count = known(sku))
    co_return *count;
  std::uint64_t count = co_await ask_warehouse(sku);
  remember(sku, count);
  co_return count;
}

asio::awaitable<std::uint64_t> Inventory::stock_with_retry(std::string sku) {
  asio::steady_timer pause(co_await asio::this_coro::executor);
  for (int attempt = 0; attempt < 3; ++attempt) {
    std::uint64_t count = co_await ask_warehouse(sku);
    if (count != 0)
      co_return count;
    pause.expires_after(std::chrono::milliseconds(200) * (1 << attempt));
    co_await pause.async_wait(asio::use_awaitable);
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
  // The file is read on a thread of its own; this coroutine only waits for it.
  auto fresh = co_await asio::co_spawn(
      files_, [path]() -> asio::awaitable<std::map<std::string, std::uint64_t>> { co_return read_stock(path); },
      asio::use_awaitable);
  {
    std::scoped_lock guard(mutex_);
    known_ = std::move(fresh);
  }
  co_await record_audit(0, "stock reloaded");
}

} // namespace shop
