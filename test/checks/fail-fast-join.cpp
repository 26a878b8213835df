// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s fail-fast-join %t

#include <exception>
#include <folly/coro/all.h>
#include <seastar/core/all.hh>
#include <utility>
#include <vector>

using folly::coro::Task;

Task<int> quote(int shop);
void log(const char *what);
void show(std::vector<int> quotes);

// What is reported.

Task<void> the_handler_goes_on(std::vector<Task<int>> shops) {
  std::vector<int> quotes;
  try {
    quotes = co_await folly::coro::collectAllRange(std::move(shops));
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: the first error of this join drops the results of all other operands, and the handler goes on without them; join so that each operand keeps its own result, and look at each [async-fail-fast-join]
  } catch (const std::exception &e) {
    log(e.what());
  }
  show(quotes);
}

Task<void> batch_after_batch(std::vector<std::vector<Task<int>>> batches) {
  for (auto &batch : batches)
    try {
      show(co_await folly::coro::collectAllWindowed(std::move(batch), 8));
      // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the first error of this bounded join drops the results of all other operands, and the handler goes on without them; join so that each operand keeps its own result, and look at each [async-fail-fast-join]
    } catch (...) {
      log("a batch failed");
    }
}

void show(int first, int second);
Task<void> of_two_by_name() {
  auto first = quote(1);
  auto second = quote(2);
  try {
    auto [a, b] = co_await folly::coro::collectAll(std::move(first), std::move(second));
    // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: the first error of this join drops the results of all other operands, and the handler goes on without them; join so that each operand keeps its own result, and look at each [async-fail-fast-join]
    show(a, b);
  } catch (const std::exception &e) {
    log(e.what());
  }
  log("done");
}

// What is not.

Task<int> never() {
  throw std::exception();
  co_return 0;
}
Task<void> expects_the_error() {
  try {
    co_await folly::coro::collectAll(never(), quote(2));
  } catch (...) {
  }
  log("done");
}

Task<void> of_two_and_leaves() {
  try {
    auto [a, b] = co_await folly::coro::collectAll(quote(1), quote(2));
    show(a, b);
  } catch (const std::exception &e) {
    log(e.what());
    co_return;
  }
  log("done");
}

Task<void> each_has_its_result(std::vector<Task<int>> shops) {
  try {
    auto quotes = co_await folly::coro::collectAllTryRange(std::move(shops));
    log("asked");
  } catch (const std::exception &e) {
    log(e.what());
  }
  log("done");
}

Task<void> all_or_nothing(std::vector<Task<int>> shops) {
  show(co_await folly::coro::collectAllRange(std::move(shops)));
}

Task<void> gives_up(std::vector<Task<int>> shops) {
  try {
    show(co_await folly::coro::collectAllRange(std::move(shops)));
  } catch (const std::exception &e) {
    log(e.what());
    throw;
  }
  log("done");
}

Task<bool> answers(std::vector<Task<int>> shops) {
  try {
    show(co_await folly::coro::collectAllRange(std::move(shops)));
  } catch (...) {
    co_return false;
  }
  co_return true;
}

// The error is kept, and thrown when all is cleaned up.
void clean_up();
Task<void> throws_it_later(std::vector<Task<int>> shops) {
  std::exception_ptr failed;
  try {
    co_await folly::coro::collectAllRange(std::move(shops));
  } catch (...) {
    failed = std::current_exception();
  }
  clean_up();
  if (failed)
    std::rethrow_exception(failed);
}
Task<void> throws_the_first_later(std::vector<Task<int>> shops, std::vector<std::exception_ptr> &errors) {
  try {
    co_await folly::coro::collectAllRange(std::move(shops));
  } catch (...) {
    errors.push_back(std::current_exception());
  }
  clean_up();
}
