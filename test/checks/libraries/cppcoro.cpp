// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// cppcoro, in the shapes its users write.
// RUN: %check_cotidy %s %seven %t

#include <cppcoro/async_mutex.hpp>
#include <cppcoro/async_scope.hpp>
#include <cppcoro/io_service.hpp>
#include <cppcoro/net/socket.hpp>
#include <cppcoro/static_thread_pool.hpp>
#include <cppcoro/sync_wait.hpp>
#include <cppcoro/task.hpp>
#include <cppcoro/when_all.hpp>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using cppcoro::task;

task<int> fetch(int id);
task<> store(int id, std::string text);
cppcoro::shared_task<int> configuration();

// ----- awaits in loops -----

task<> store_all(const std::vector<int> &ids) {
  for (int id : ids) {
    co_await store(id, "x");
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'store' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES:      auto run_worker = [&]() -> cppcoro::task<void> {
    // CHECK-FIXES-NEXT:   for (std::size_t input; (input = next_input++) < std::size(input_range);) {
    // CHECK-FIXES-NEXT:     int id = *std::next(std::begin(input_range), input);
    // CHECK-FIXES-NEXT:     co_await store(id, "x");
  }
}

task<std::vector<int>> fetch_all(const std::vector<int> &ids) {
  std::vector<int> found;
  for (const int &id : ids)
    found.push_back(co_await fetch(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES:     const int &id = *std::next(std::begin(input_range), input);
    // CHECK-FIXES-NEXT:     outcomes[input].emplace(co_await fetch(id));
    // CHECK-FIXES:      co_await cppcoro::when_all(std::move(workers));
    // CHECK-FIXES-NEXT: for (auto &outcome : outcomes)
    // CHECK-FIXES-NEXT:   found.push_back(std::move(*outcome));
  co_return found;
}

task<> by_workers(const std::vector<int> &ids) {
  std::atomic<std::size_t> next = 0;
  auto worker = [&]() -> task<> {
    for (std::size_t i; (i = next++) < ids.size();)
      co_await store(ids[i], "x");
  };
  co_await cppcoro::when_all(worker(), worker());
}

task<> paced(cppcoro::io_service &io, const std::vector<int> &ids) {
  for (int id : ids) {
    co_await io.schedule_after(10ms);
    co_await store(id, "paced");
  }
}

task<> one_at_a_time(cppcoro::async_mutex &mutex, const std::vector<int> &ids) {
  for (int id : ids) {
    auto lock = co_await mutex.scoped_lock_async();
    co_await store(id, "locked");
  }
}

task<std::uint64_t> copy(cppcoro::readable_file &from, cppcoro::writable_file &to) {
  char buffer[4096];
  std::uint64_t at = 0;
  while (std::size_t count = co_await from.read(at, buffer, sizeof buffer)) {
    co_await to.write(at, buffer, count);
    at += count;
  }
  co_return at;
}

task<int> sum(cppcoro::async_generator<int> numbers) {
  int total = 0;
  for (auto it = co_await numbers.begin(); it != numbers.end(); co_await ++it)
    total += co_await fetch(*it);
  co_return total;
}

// ----- what is dropped -----

task<> dropped(cppcoro::static_thread_pool &pool, cppcoro::io_service &io, cppcoro::async_mutex &mutex) {
  store(1, "a");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'store' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await store(1, "a");
  configuration();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'configuration' is dropped, so its work never runs; await it [async-discarded-awaitable]
  pool.schedule();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'schedule' is dropped, so its work never runs; await it [async-discarded-awaitable]
  io.schedule_after(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'schedule_after' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await io.schedule_after(1s);
  mutex.lock_async();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'lock_async' is dropped, so its work never runs; await it [async-discarded-awaitable]
  auto later = fetch(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'later' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  cppcoro::schedule_on(pool, fetch(3));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'schedule_on' is dropped, so its work never runs; await it [async-discarded-awaitable]
  co_return;
}

task<int> kept(cppcoro::static_thread_pool &pool, cppcoro::async_scope &scope) {
  auto both = cppcoro::when_all(fetch(1), fetch(2));
  scope.spawn(store(3, "scope"));
  auto [one, two] = co_await both;
  auto three = cppcoro::schedule_on(pool, fetch(3));
  co_await scope.join();
  co_return one + two + co_await three;
}

// ----- fan-out -----

task<std::vector<int>> all_at_once(const std::vector<int> &ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  co_return co_await cppcoro::when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<> all_ready(const std::vector<int> &ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.emplace_back(fetch(id));
  auto done = co_await cppcoro::when_all_ready(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<> into_a_scope(cppcoro::async_scope &scope, const std::vector<int> &ids) {
  for (int id : ids)
    scope.spawn(store(id, "scope"));
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await scope.join();
}

task<> a_few() {
  std::vector<task<int>> tasks;
  for (int id : {1, 2, 3})
    tasks.push_back(fetch(id));
  auto done = co_await cppcoro::when_all(std::move(tasks));
}

// ----- locks -----

task<> under_a_lock(std::mutex &mutex, int &count) {
  std::lock_guard guard(mutex);
  count += co_await fetch(count);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'guard' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

task<> under_an_async_lock(cppcoro::async_mutex &mutex, int &count) {
  auto lock = co_await mutex.scoped_lock_async();
  count += co_await fetch(count);
}

task<> by_hand(cppcoro::async_mutex &mutex, int &count) {
  co_await mutex.lock_async();
  count += co_await fetch(count);
  mutex.unlock();
}

task<> fan_out_under_a_lock(cppcoro::async_mutex &mutex, int &count) {
  auto lock = co_await mutex.scoped_lock_async();
  auto [one, two] = co_await cppcoro::when_all(fetch(1), fetch(2));
  count = one + two;
}

// ----- blocking -----

task<int> waits_synchronously() {
  int one = cppcoro::sync_wait(fetch(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'sync_wait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  // CHECK-FIXES: {{^}}  int one = co_await fetch(1);
  auto [two, three] = cppcoro::sync_wait(cppcoro::when_all(fetch(2), fetch(3)));
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'sync_wait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  // CHECK-FIXES: {{^}}  auto [two, three] = co_await cppcoro::when_all(fetch(2), fetch(3));
  co_return one + two + three;
}

// The way to run the loop on this thread while others wait for it.
task<> runs_the_loop(cppcoro::io_service &io) {
  io.process_events();
  co_return;
}

task<> sleeps() {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return;
}

task<> sleeps_where_it_may(cppcoro::static_thread_pool &pool, cppcoro::io_service &io) {
  co_await pool.schedule();
  std::this_thread::sleep_for(1s);
  co_await io.schedule();
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

task<> waits(cppcoro::io_service &io) {
  io.process_pending_events();
  co_await io.schedule_after(1s);
}

int main() { return cppcoro::sync_wait(fetch(1)); }

// ----- time limits -----

task<> echo(cppcoro::net::socket socket) {
  char buffer[1024];
  while (std::size_t count = co_await socket.recv(buffer, sizeof buffer))
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'recv' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_await socket.send(buffer, count);
  co_await socket.disconnect();
}

task<> echo_until_told(cppcoro::net::socket socket, cppcoro::cancellation_token stop) {
  char buffer[1024];
  while (std::size_t count = co_await socket.recv(buffer, sizeof buffer, stop))
    co_await socket.send(buffer, count, stop);
  co_await socket.disconnect(stop);
}

task<> serve(cppcoro::io_service &io, cppcoro::net::socket &listening, cppcoro::async_scope &scope) {
  for (;;) {
    auto socket = cppcoro::net::socket::create_tcpv4(io);
    co_await listening.accept(socket);
    scope.spawn(echo(std::move(socket)));
  }
}
