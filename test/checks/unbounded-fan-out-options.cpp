// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-fan-out %t -- \
// RUN:   --config="{CheckOptions: {async-unbounded-fan-out.ReportAcceptLoops: true, async-unbounded-fan-out.MaxSize: 2}}"

#include <boost/asio.hpp>
#include <utility>

namespace asio = boost::asio;
using asio::ip::tcp;

asio::awaitable<void> insert(int row);
asio::awaitable<void> serve(tcp::socket socket);

asio::awaitable<void> two() {
  auto executor = co_await asio::this_coro::executor;
  for (int row : {1, 2})
    asio::co_spawn(executor, insert(row), asio::detached);
}

asio::awaitable<void> listener(tcp::acceptor acceptor) {
  auto executor = co_await asio::this_coro::executor;
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(executor, serve(std::move(socket)), asio::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is started for each arrival with no limit on how many are in flight: under load memory and the load on what they call grow without bound; wait for room before each start [async-unbounded-fan-out]
  }
}

asio::awaitable<void> three() {
  auto executor = co_await asio::this_coro::executor;
  for (int row : {1, 2, 3})
    asio::co_spawn(executor, insert(row), asio::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 3 tasks are in flight at once, and what they call has the load of all of them; let only a bounded number run at a time [async-unbounded-fan-out]
}
