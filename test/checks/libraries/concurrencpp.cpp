// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// concurrencpp, in the shapes its users write.
// RUN: %check_cotidy %s %seven %t

#include <concurrencpp/concurrencpp.h>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using concurrencpp::lazy_result;
using concurrencpp::result;
using pool_executor = std::shared_ptr<concurrencpp::thread_pool_executor>;

result<int> fetch(int id);
lazy_result<void> store(int id, std::string text);
concurrencpp::null_result in_the_background(int id);
int compute(int id);

// ----- awaits in loops -----

result<void> store_all(const std::vector<int> &ids) {
  for (int id : ids)
    co_await store(id, "x");
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'store' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES:      co_await store(id, "x");
    // CHECK-FIXES:      for (auto &worker : workers)
    // CHECK-FIXES-NEXT:   worker = co_await worker.resolve();
    // CHECK-FIXES-NEXT: for (auto &worker : workers)
    // CHECK-FIXES-NEXT:   co_await worker;
}

result<std::vector<int>> fetch_all(const std::vector<int> &ids) {
  std::vector<int> found;
  for (const int &id : ids)
    found.push_back(co_await fetch(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES: outcomes[input].emplace(co_await fetch(id));
  co_return found;
}

result<int> sum(std::vector<result<int>> running) {
  int total = 0;
  for (auto &one : running)
    total += co_await one;
  co_return total;
}

result<void> paced(std::shared_ptr<concurrencpp::timer_queue> timers, pool_executor pool, std::vector<int> ids) {
  for (int id : ids) {
    co_await timers->make_delay_object(10ms, pool);
    co_await store(id, "paced");
  }
}

// ----- what is dropped -----

result<void> dropped(pool_executor pool, concurrencpp::async_lock &lock) {
  fetch(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'fetch' is dropped, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  store(2, "b");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'store' is dropped, so its work never runs; await it [async-discarded-awaitable]
  pool->submit(compute, 3);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'submit' is dropped, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await pool->submit(compute, 3);
  lock.lock(pool);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'lock' is dropped, so its work never runs; await it [async-discarded-awaitable]
  concurrencpp::resume_on(pool);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'resume_on' is dropped, so its work never runs; await it [async-discarded-awaitable]
  concurrencpp::when_all(pool, fetch(4), fetch(5));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'when_all' is dropped, so its work never runs; await it [async-discarded-awaitable]
  auto never = store(6, "f");
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'never' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  co_return;
}

result<void> kept(pool_executor pool) {
  in_the_background(1);
  pool->post(compute, 2);
  auto running = pool->submit(compute, 3);
  auto started = store(4, "d").run();
  co_await running;
  co_await started;
  auto [five, six] = co_await concurrencpp::when_all(pool, fetch(5), fetch(6));
  co_await five;
  co_await six;
}

// ----- fan-out -----

result<void> all_at_once(pool_executor pool, const std::vector<int> &ids) {
  std::vector<result<int>> running;
  for (int id : ids)
    running.push_back(fetch(id));
  for (auto &one : co_await concurrencpp::when_all(pool, running.begin(), running.end()))
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
    co_await one;
}

void submitted(pool_executor pool, const std::vector<int> &ids) {
  std::vector<result<int>> running;
  for (int id : ids)
    running.push_back(pool->submit(compute, id));
    // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  for (auto &one : running)
    one.get();
}

// ----- locks -----

result<void> under_a_lock(std::mutex &mutex, int &count) {
  std::unique_lock lock(mutex);
  count += co_await fetch(count);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'lock' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

result<void> under_an_async_lock(concurrencpp::async_lock &mutex, pool_executor pool, int &count) {
  auto lock = co_await mutex.lock(pool);
  count += co_await fetch(count);
}

// ----- blocking -----

result<int> waits_synchronously() {
  auto one = fetch(1);
  one.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'result::wait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  co_return one.get() + fetch(2).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'result::get' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  // CHECK-FIXES: co_return one.get() + co_await fetch(2);
}

result<void> sleeps(concurrencpp::runtime &runtime) {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_await concurrencpp::resume_on(runtime.background_executor());
  std::this_thread::sleep_for(1s);
}

result<void> sleeps_elsewhere(concurrencpp::runtime &runtime) {
  co_await runtime.background_executor()->submit([] { std::this_thread::sleep_for(1s); });
}

result<void> begins_elsewhere(concurrencpp::executor_tag, pool_executor background) {
  std::this_thread::sleep_for(1s);
  co_return;
}

result<int> polls() {
  auto one = fetch(1);
  if (one.wait_for(0s) == concurrencpp::result_status::value)
    co_return co_await one;
  co_return 0;
}

result<int> looks_at_what_has_ended(pool_executor pool, std::vector<result<int>> running) {
  auto ended = co_await concurrencpp::when_all(pool, running.begin(), running.end());
  int sum = 0;
  for (auto &one : ended)
    sum += one.get();
  co_return sum;
}

int main() { return fetch(1).get(); }

// Waits for each without its error: what resolve() gives is the same result, done.
result<void> waits_for_all(std::vector<result<int>> &running) {
  for (auto &one : running)
    if (one.wait_for(std::chrono::seconds(0)) == concurrencpp::result_status::idle)
      co_await one.resolve();
}

// One task after another is given to an executor, and none is done when the next is given.
result<int> waits_for_the_first(std::shared_ptr<concurrencpp::thread_pool_executor> pool) {
  auto first = pool->submit([] { return 1; });
  auto second = pool->submit([] { return 2; });
  co_return first.get() + co_await second;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'result::get' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
}

// The first of them is enough.
result<int> whichever_comes(std::shared_ptr<concurrencpp::thread_pool_executor> pool, const std::vector<int> &kinds) {
  std::vector<result<int>> waiting;
  for (int kind : kinds)
    waiting.push_back(fetch(kind));
  auto [index, all] = co_await concurrencpp::when_any(pool, waiting.begin(), waiting.end());
  co_return co_await all[index];
}
