// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one place where the service starts several coroutines at once.

#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <vector>

namespace shop {

namespace asio = boost::asio;

/// Runs work(item) for each item, at most \p limit at once; the first error cancels the rest and is rethrown.
/// The executor runs one thread, or is a strand: the workers share a counter.
template <typename T, typename F>
asio::awaitable<void> for_each_bounded(std::vector<T> &items, std::size_t limit, F work) {
  auto executor = co_await asio::this_coro::executor;
  std::size_t next = 0;
  auto worker = [&]() -> asio::awaitable<void> {
    while (next < items.size())
      co_await work(items[next++]);
  };
  std::vector<decltype(asio::co_spawn(executor, worker, asio::deferred))> workers;
  for (std::size_t i = 0; i < std::min(limit, items.size()); ++i)
    workers.push_back(asio::co_spawn(executor, worker, asio::deferred));
  if (workers.empty())
    co_return;
  auto [order, errors] = co_await asio::experimental::make_parallel_group(std::move(workers))
                             .async_wait(asio::experimental::wait_for_one_error(), asio::use_awaitable);
  for (const std::exception_ptr &error : errors)
    if (error)
      std::rethrow_exception(error);
}

} // namespace shop
