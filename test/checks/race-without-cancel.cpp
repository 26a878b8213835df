// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s race-without-cancel %t
// RUN: %check_cotidy --suffixes=RACES %s race-without-cancel %t -- --config="{CheckOptions: {async-race-without-cancel.ReportTimeouts: false}}"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio.hpp>
#include <async_simple/coro/Collect.h>
#include <async_simple/coro/Lazy.h>
#include <concurrencpp/concurrencpp.h>
#include <coro/coro.hpp>
#include <folly/coro/all.h>
#include <seastar/core/all.hh>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

coro::task<int> mirror(int id);
coro::task<int> mirror(int id, std::stop_token stop);

// What is reported.


coro::task<int> first_mirror() {
  auto first = co_await coro::when_any(mirror(1), mirror(2));
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'when_any' ends with the first operand and leaves the others running, with their connections and nobody to see their errors; stop the losers [async-race-without-cancel]
  // CHECK-MESSAGES-RACES: :[[@LINE-2]]:25: warning: 'when_any' ends with the first operand and leaves the others running, with their connections and nobody to see their errors; stop the losers [async-race-without-cancel]
  co_return std::get<0>(first);
}

async_simple::coro::Lazy<int> lazy_mirror(int id);
async_simple::coro::Lazy<void> first_lazy() {
  co_await async_simple::coro::collectAny(lazy_mirror(1), lazy_mirror(2));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'collectAny' ends with the first operand and leaves the others running, with their connections and nobody to see their errors; stop the losers [async-race-without-cancel]
  // CHECK-MESSAGES-RACES: :[[@LINE-2]]:12: warning: 'collectAny' ends with the first operand and leaves the others running, with their connections and nobody to see their errors; stop the losers [async-race-without-cancel]
}

seastar::future<int> slow();
seastar::future<int> stops_waiting() {
  co_return co_await seastar::with_timeout(seastar::lowres_clock::now(), slow());
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'with_timeout' ends the wait and not the work, which goes on with its connection and nobody to see its error; stop it as well [async-race-without-cancel]
}

using executor = std::shared_ptr<concurrencpp::thread_pool_executor>;
concurrencpp::result<std::size_t> first_of_many(executor on, std::vector<concurrencpp::result<int>> tasks) {
  auto first = co_await concurrencpp::when_any(on, tasks.begin(), tasks.end());
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'when_any' ends with the first operand and leaves the others running, with their connections and nobody to see their errors; stop the losers [async-race-without-cancel]
  // CHECK-MESSAGES-RACES: :[[@LINE-2]]:25: warning: 'when_any' ends with the first operand and leaves the others running, with their connections and nobody to see their errors; stop the losers [async-race-without-cancel]
  co_return first.index;
}

struct mirrors {
  void note(int id);
  coro::task<int> first() {
    auto first = co_await coro::when_any(mirror(1), mirror(2));
    // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'when_any' ends with the first operand and leaves the others running, with their connections and nobody to see their errors; stop the losers [async-race-without-cancel]
    // CHECK-MESSAGES-RACES: :[[@LINE-2]]:27: warning: 'when_any' ends with the first operand and leaves the others running, with their connections and nobody to see their errors; stop the losers [async-race-without-cancel]
    note(1);
    co_return std::get<0>(first);
  }
};

// What is not.

concurrencpp::result<int> as_they_finish(executor on, std::vector<concurrencpp::result<int>> tasks) {
  int sum = 0;
  while (!tasks.empty()) {
    auto first = co_await concurrencpp::when_any(on, tasks.begin(), tasks.end());
    sum += first.index;
    tasks = std::move(first.results);
    tasks.pop_back();
  }
  co_return sum;
}

coro::task<int> stops_the_losers(std::stop_source stop) {
  auto first = co_await coro::when_any(stop, mirror(1), mirror(2));
  co_return std::get<0>(first);
}

coro::task<int> gives_them_a_token(std::stop_source stop) {
  auto first = co_await coro::when_any(mirror(1, stop.get_token()), mirror(2, stop.get_token()));
  stop.request_stop();
  co_return std::get<0>(first);
}

async_simple::coro::Lazy<void> signals() {
  co_await async_simple::coro::collectAny<async_simple::SignalType::Terminate>(lazy_mirror(1), lazy_mirror(2));
}

asio::awaitable<void> leg(int id);
asio::awaitable<void> cancels_by_itself() {
  using namespace asio::experimental::awaitable_operators;
  co_await (leg(1) || leg(2));
}

folly::coro::Task<int> pick(int id);
folly::coro::Task<void> library_cancels() {
  co_await folly::coro::collectAny(pick(1), pick(2));
}

// It never starts.
template <typename F> void assert_throws(F) {}
void is_refused(std::shared_ptr<concurrencpp::executor> on, std::vector<concurrencpp::result<int>> tasks) {
  assert_throws([&] { return concurrencpp::when_any(on, tasks.begin(), tasks.end()); });
}
