// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-fan-out %t

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <inhouse/task.h>
#include <inhouse/when_all.h>
#include <algorithm>
#include <array>
#include <semaphore>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;
using inhouse::task;

asio::awaitable<void> insert(int row);
asio::awaitable<void> worker(int number);
asio::awaitable<void> serve(tcp::socket socket);
task<int> fetch(int id);

// ----- reported -----

asio::awaitable<void> insert_all(const std::vector<int> &rows) {
  auto executor = co_await asio::this_coro::executor;
  for (int row : rows)
    asio::co_spawn(executor, insert(row), asio::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

void insert_by_index(asio::io_context &context, std::vector<int> rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    asio::co_spawn(context, insert(rows[i]), asio::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

void insert_lambda(asio::io_context &context, const std::vector<int> &rows) {
  for (auto it = rows.begin(); it != rows.end(); ++it)
    asio::co_spawn(
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
        context, [row = *it]() -> asio::awaitable<void> { co_await insert(row); }, asio::detached);
}

task<std::vector<int>> collected(std::vector<int> ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  co_return co_await when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> for_each_group(const std::vector<std::vector<int>> &groups) {
  for (const auto &group : groups) {
    std::vector<int> wanted = group;
    std::vector<task<int>> tasks;
    for (int id : wanted)
      tasks.push_back(fetch(id));
    co_await when_all(std::move(tasks));
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: a task is in flight for every element of 'wanted' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  }
}

// ----- not reported -----

asio::awaitable<void> few() {
  auto executor = co_await asio::this_coro::executor;
  for (int row : {1, 2})
    asio::co_spawn(executor, insert(row), asio::detached);
  std::array<int, 2> rows{1, 2};
  for (int row : rows)
    asio::co_spawn(executor, insert(row), asio::detached);
  for (int row = 0; row < 2; ++row)
    asio::co_spawn(executor, insert(row), asio::detached);
}

void workers(asio::io_context &context, int count) {
  for (int i = 0; i < count; ++i)
    asio::co_spawn(context, worker(i), asio::detached);
}

asio::awaitable<void> through_channel(const std::vector<int> &rows) {
  auto executor = co_await asio::this_coro::executor;
  asio::experimental::channel<void(boost::system::error_code)> slots(executor, 16);
  for (int row : rows) {
    co_await slots.async_send(boost::system::error_code{}, asio::use_awaitable);
    asio::co_spawn(executor, insert(row), asio::detached);
  }
}

task<void> in_batches(std::vector<int> ids) {
  std::vector<task<int>> tasks;
  for (int id : ids) {
    tasks.push_back(fetch(id));
    if (tasks.size() == 16) {
      co_await when_all(std::move(tasks));
      tasks.clear();
    }
  }
  co_await when_all(std::move(tasks));
}

task<void> in_chunks(std::vector<std::vector<int>> chunks) {
  for (const auto &chunk : chunks) {
    std::vector<task<int>> tasks;
    for (int id : chunk)
      tasks.push_back(fetch(id));
    co_await when_all(std::move(tasks));
  }
}

task<void> windowed(std::vector<int> ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  co_await when_all_windowed(std::move(tasks), 16);
}

task<void> given(std::vector<task<int>> tasks) { co_await when_all(std::move(tasks)); }

task<void> two() { co_await when_all(fetch(1), fetch(2)); }

int main() {
  asio::io_context context;
  std::vector<int> ports;
  for (int port : ports)
    asio::co_spawn(context, worker(port), asio::detached);
}

// One task for each arrival, and a constant small enough: only the options report them.
asio::awaitable<void> listener(tcp::acceptor acceptor) {
  auto executor = co_await asio::this_coro::executor;
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(executor, serve(std::move(socket)), asio::detached);
  }
}

asio::awaitable<void> three() {
  auto executor = co_await asio::this_coro::executor;
  for (int row : {1, 2, 3})
    asio::co_spawn(executor, insert(row), asio::detached);
}

// As many workers as there is work, but no more than a number: they share the rows.
asio::awaitable<void> bounded_workers(std::vector<int> &rows, std::size_t limit) {
  auto executor = co_await asio::this_coro::executor;
  std::size_t next = 0;
  auto work = [&]() -> asio::awaitable<void> {
    while (next < rows.size())
      co_await insert(rows[next++]);
  };
  for (std::size_t i = 0; i < std::min(limit, rows.size()); ++i)
    asio::co_spawn(executor, work, asio::detached);
}

asio::awaitable<void> in_one_round(std::vector<int> &rows) {
  auto executor = co_await asio::this_coro::executor;
  do {
    if (rows.empty())
      break;
    asio::co_spawn(executor, insert(rows.front()), asio::detached);
  } while (false);
  for (int row : rows)
    do
      asio::co_spawn(executor, insert(row), asio::detached);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
    while (false);
}

boost::asio::awaitable<int> ask(int id);
boost::asio::awaitable<void> by_a_named_group(std::vector<int> ids) {
  auto executor = co_await boost::asio::this_coro::executor;
  std::vector<decltype(boost::asio::co_spawn(executor, ask(0), boost::asio::deferred))> asked;
  for (int id : ids)
    asked.push_back(boost::asio::co_spawn(executor, ask(id), boost::asio::deferred));
  auto group = boost::asio::experimental::make_parallel_group(std::move(asked));
  co_await group.async_wait(boost::asio::experimental::wait_for_all(), boost::asio::use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// One for each address to listen on.
asio::awaitable<void> listens(tcp::acceptor &acceptor) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
  }
}
asio::awaitable<void> takes_one(tcp::acceptor &acceptor) {
  co_await serve(co_await acceptor.async_accept(asio::use_awaitable));
}
void listen_on_all(asio::io_context &context, std::vector<tcp::acceptor> &acceptors) {
  for (tcp::acceptor &acceptor : acceptors)
    asio::co_spawn(context, listens(acceptor), asio::detached);
  for (tcp::acceptor &acceptor : acceptors)
    asio::co_spawn(context, takes_one(acceptor), asio::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'acceptors' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// Few by a step of its own; and many.
void by_steps(asio::io_context &context) {
  for (int row = 0; row < 100; row += 10)
    asio::co_spawn(context, insert(row), asio::detached);
  for (int row = 100; row > 0; row -= 10)
    asio::co_spawn(context, insert(row), asio::detached);
  for (int row = 0; row < 1000; row += 10)
    asio::co_spawn(context, insert(row), asio::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 100 tasks are in flight at once, and what they call has the load of all of them; let only a bounded number run at a time [async-unbounded-fan-out]
}
