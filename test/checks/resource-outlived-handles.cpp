// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s resource-outlived %t
//
// Work that is in a handle: each path has to wait for it. What is returned, with no wait before, shows none.

#include <asio.hpp>
#include <chrono>
#include <cstddef>
#include <folly/coro/all.h>
#include <inhouse/eager.h>
#include <inhouse/task.h>
#include <string>
#include <utility>
#include <vector>

using inhouse::task;
using namespace std::chrono_literals;
using Executor = folly::Executor::KeepAlive<>;
using folly::coro::co_withExecutor;

void log(const char *what);
folly::coro::Task<void> fill(std::vector<char> &buffer);

// What is reported.

folly::coro::Task<void> leaves_early(Executor executor, bool enough) {
  std::vector<char> buffer(512);
  auto reading = co_withExecutor(executor, fill(buffer)).start();
  // CHECK-MESSAGES: :[[@LINE-1]]:49: warning: 'buffer' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  if (enough)
    co_return;
  co_await std::move(reading);
}
folly::coro::Task<void> of_a_lambda(Executor executor, bool enough) {
  std::vector<char> buffer(512);
  auto reading = co_withExecutor(executor, [](std::vector<char> &to) -> folly::coro::Task<void> {
                   co_await folly::coro::sleep(1s);
                   to[0] = 'x';
                 }(buffer)).start();
                 // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'buffer' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  if (enough)
    co_return;
  co_await std::move(reading);
  log(buffer.data());
}
folly::coro::Task<void> forgets_it(Executor executor) {
  std::vector<char> buffer(512);
  auto reading = co_withExecutor(executor, fill(buffer)).start();
  // CHECK-MESSAGES: :[[@LINE-1]]:49: warning: 'buffer' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  co_await folly::coro::sleep(1ms);
}
folly::coro::Task<void> goes_on_with_the_next(Executor executor, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    std::vector<char> buffer(512);
    auto reading = co_withExecutor(executor, fill(buffer)).start();
    // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'buffer' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
    if (round == 1)
      continue;
    co_await std::move(reading);
  }
}
folly::coro::Task<void> of_a_parameter(Executor executor, std::vector<char> buffer, bool enough) {
  auto reading = co_withExecutor(executor, fill(buffer)).start();
  // CHECK-MESSAGES: :[[@LINE-1]]:49: warning: 'buffer' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  if (enough)
    co_return;
  co_await std::move(reading);
}
folly::SemiFuture<folly::Unit> fill_now(std::vector<char> &buffer) {
  co_await folly::coro::sleep(1s);
  buffer[0] = 'x';
}
folly::coro::Task<void> of_a_coroutine_that_has_begun(bool enough) {
  std::vector<char> buffer(512);
  auto reading = fill_now(buffer);
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'buffer' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  if (enough)
    co_return;
  co_await std::move(reading);
}

// What is not: each path waits, or may; the work ends with its handle.

folly::coro::Task<void> waits_on_each_path(Executor executor, bool enough) {
  std::vector<char> buffer(512);
  auto reading = co_withExecutor(executor, fill(buffer)).start();
  if (enough) {
    co_await std::move(reading);
    co_return;
  }
  log("more");
  co_await std::move(reading);
}
folly::coro::Task<void> asks_the_handle(Executor executor) {
  std::vector<char> buffer(512);
  auto reading = co_withExecutor(executor, fill(buffer)).start();
  auto &same = reading;
  co_await std::move(same);
}
folly::coro::Task<void> join_all();
folly::coro::Task<void> joins_on_its_way_out(Executor executor, bool enough) {
  std::vector<char> buffer(512);
  auto reading = co_withExecutor(executor, fill(buffer)).start();
  if (enough) {
    co_await join_all();
    co_return;
  }
  co_await std::move(reading);
}
inhouse::eager<void> fill_at_once(std::vector<char> &buffer) {
  co_await std::suspend_always();
  buffer[0] = 'x';
}
task<void> ends_with_its_handle(bool enough) {
  std::vector<char> buffer(512);
  auto reading = fill_at_once(buffer);
  if (enough)
    co_return;
  co_await reading;
}

// A local that is returned.

task<void> sleep_for(std::chrono::milliseconds time);
task<void> step(int n = 0);
void spawn(task<void> work);
void wait_for_all();
task<void> drain_into(std::string *out);

task<std::string> collects_later() {
  std::string text;
  spawn(drain_into(&text));
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  co_await sleep_for(1ms);
  co_return text;
}
std::string collects_at_once() {
  std::string text;
  spawn(drain_into(&text));
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  return std::move(text);
}

task<std::string> collects_after_an_await() {
  std::string text;
  spawn(drain_into(&text));
  co_await step();
  co_return text;
}
std::string collects_after_a_call() {
  std::string text;
  spawn(drain_into(&text));
  wait_for_all();
  return text;
}
task<std::string> asks_whether_it_is_there() {
  std::string text;
  spawn(drain_into(&text));
  while (text.empty())
    co_await sleep_for(1ms);
  co_return text;
}
bool is_idle();
task<std::string> polls_for_the_end() {
  std::string text;
  spawn(drain_into(&text));
  while (!is_idle())
    co_await sleep_for(1ms);
  co_return text;
}
bool idle = false;
task<std::string> polls_a_flag() {
  std::string text;
  spawn(drain_into(&text));
  while (!idle)
    co_await sleep_for(1ms);
  co_return text;
}
