// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-fan-out %t

// The fixes of several libraries: a join that is told how many, or a bounded join in place of loop and join.

#include <async_simple/coro/Collect.h>
#include <cppcoro/task.hpp>
#include <cppcoro/when_all.hpp>
#include <folly/coro/Collect.h>
#include <seastar/core/all.hh>
#include <utility>
#include <vector>

using async_simple::coro::Lazy;

Lazy<int> insert(int row);
Lazy<std::size_t> join_collected(std::vector<int> rows) {
  std::vector<Lazy<int>> tasks;
  for (int row : rows)
    tasks.push_back(insert(row));
  auto results = co_await async_simple::coro::collectAll(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  // CHECK-FIXES:      constexpr unsigned max_in_flight = 16;
  // CHECK-FIXES-NEXT: auto results = co_await async_simple::coro::collectAllWindowed(max_in_flight, false, std::move(tasks));
  co_return results.size();
}

seastar::future<> remove(int row);
seastar::future<> for_each(std::vector<int> rows) {
  co_await seastar::parallel_for_each(rows, [](int row) { return remove(row); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// CHECK-FIXES: co_await seastar::max_concurrent_for_each(rows, max_in_flight, [](int row) { return remove(row); });
folly::coro::Task<int> look_up(int row);
folly::coro::Task<std::size_t> all_of(std::vector<int> rows) {
  std::vector<folly::coro::Task<int>> tasks;
  for (int row : rows)
    tasks.push_back(look_up(row));
  auto found = co_await folly::coro::collectAllRange(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  // CHECK-FIXES: auto found = co_await folly::coro::collectAllWindowed(std::move(tasks), max_in_flight);
  co_return found.size();
}

cppcoro::task<> store(int row);
cppcoro::task<> store_all(std::vector<int> rows) {
  std::vector<cppcoro::task<>> tasks;
  tasks.reserve(rows.size());
  for (int row : rows)
    tasks.push_back(store(row));
  co_await cppcoro::when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}
// CHECK-FIXES:      cppcoro::task<> store_all(std::vector<int> rows) {
// CHECK-FIXES-NEXT: {{^}}  constexpr unsigned max_in_flight = 16;
// CHECK-FIXES-NEXT: {{^}}  {
// CHECK-FIXES:          int row = *std::next(std::begin(input_range), input);
// CHECK-FIXES-NEXT:     co_await store(row);
// CHECK-FIXES:      co_await cppcoro::when_all(std::move(workers));
// CHECK-FIXES-NEXT: {{^}}  }
// CHECK-FIXES: {{^}}}

// The tasks are used elsewhere as well.
cppcoro::task<std::size_t> store_and_count(std::vector<int> rows) {
  std::vector<cppcoro::task<>> tasks;
  for (int row : rows)
    tasks.push_back(store(row));
  const std::size_t count = tasks.size();
  co_await cppcoro::when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_return count;
}
