// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TooManyCooks, in the shapes its users write.
// RUN: %check_cotidy %s %seven %t

#include <tmc/all_headers.hpp>
#include <chrono>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using tmc::task;

task<int> fetch(int id);
task<void> store(int id, std::string text);
task<void> pause();

// ----- awaits in loops -----

task<void> store_all(const std::vector<int> &ids) {
  for (int id : ids)
    co_await store(id, "x");
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'store' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES:      co_await store(id, "x");
    // CHECK-FIXES:      co_await tmc::spawn_many(workers);
}

task<std::vector<int>> fetch_all(const std::vector<int> &ids) {
  std::vector<int> found;
  for (int id : ids)
    found.push_back(co_await tmc::spawn(fetch(id)).run_on(tmc::cpu_executor()));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES: outcomes[input].emplace(co_await tmc::spawn(fetch(id)).run_on(tmc::cpu_executor()));
  co_return found;
}

task<int> drain(tmc::chan_tok<int> channel) {
  int sum = 0;
  while (auto next = co_await channel.pull())
    sum += co_await fetch(*next);
  co_return sum;
}

task<void> polite(const std::vector<int> &ids, int &sum) {
  for (int id : ids) {
    sum += id;
    co_await tmc::yield_if_requested();
  }
}

// ----- what is dropped -----

task<void> dropped(tmc::mutex &mutex, tmc::semaphore &slots, tmc::chan_tok<int> channel) {
  store(1, "a");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'store' is dropped, so its work never runs; await it [async-discarded-awaitable]
  tmc::spawn(store(2, "b"));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'spawn' is dropped, so its work never runs; await it [async-discarded-awaitable]
  tmc::spawn_tuple(fetch(3), fetch(4));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'spawn_tuple' is dropped, so its work never runs; await it [async-discarded-awaitable]
  tmc::resume_on(tmc::cpu_executor());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'resume_on' is dropped, so its work never runs; await it [async-discarded-awaitable]
  mutex.lock_scope();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'lock_scope' is dropped, so its work never runs; await it [async-discarded-awaitable]
  channel.push(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'push' is dropped, so its work never runs; await it [async-discarded-awaitable]
  slots.co_release();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'co_release' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await slots.co_release();
  auto never = fetch(5);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'never' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  co_return;
}

task<void> kept(tmc::chan_tok<int> channel) {
  tmc::spawn(store(1, "a")).detach();
  tmc::post(tmc::cpu_executor(), store(2, "b"));
  auto running = tmc::spawn(fetch(3)).fork();
  channel.post(4);
  auto [five, six] = co_await tmc::spawn_tuple(fetch(5), fetch(6));
  co_await std::move(running);
}

// ----- fan-out -----

task<std::vector<int>> all_at_once(const std::vector<int> &ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  co_return co_await tmc::spawn_many(tasks);
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<std::vector<int>> as_many_as_is_said(const std::vector<int> &ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  co_return co_await tmc::spawn_many<8>(tasks);
}

task<std::vector<int>> by_iterators(const std::vector<int> &ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  co_return co_await tmc::spawn_many(tasks.begin(), tasks.end());
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> posted(const std::vector<int> &ids) {
  for (int id : ids)
    tmc::post(tmc::cpu_executor(), store(id, "x"));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_return;
}

task<void> forked(const std::vector<int> &ids) {
  auto group = tmc::fork_group<int>();
  for (int id : ids)
    group.fork(fetch(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await std::move(group);
}

task<void> limited(tmc::semaphore &slots, const std::vector<int> &ids) {
  for (int id : ids) {
    co_await slots;
    tmc::spawn(store(id, "x")).detach();
  }
}

// ----- locks -----

task<void> under_a_lock(std::mutex &mutex, int &count) {
  std::lock_guard guard(mutex);
  count += co_await fetch(count);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'guard' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

task<void> under_an_async_lock(tmc::mutex &mutex, tmc::rw_lock &shared, tmc::semaphore &slots, int &count) {
  auto lock = co_await mutex.lock_scope();
  auto reading = co_await shared.lock_read_scope();
  auto slot = co_await slots.acquire_scope();
  count += co_await fetch(count);
}

task<void> by_hand(tmc::mutex &mutex, int &count) {
  co_await mutex;
  count += co_await fetch(count);
  co_await mutex.co_unlock();
}

// ----- blocking -----

task<int> waits_synchronously(tmc::chan_tok<int> channel) {
  channel.drain_wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'chan_tok::drain_wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await 'drain' [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await channel.drain();
  co_return tmc::post_waitable(tmc::cpu_executor(), fetch(1)).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:63: warning: 'future::get' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
}

task<void> sleeps() {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return;
}

int main() { return tmc::async_main(fetch(1)); }

// ----- time limits -----

task<void> echo(tmc::asio_safe_socket socket) {
  char buffer[256];
  while (std::size_t count = co_await socket.async_read_some(buffer, sizeof buffer))
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_await socket.async_write(buffer, count);
}

task<void> answer(tmc::asio_safe_socket socket) {
  char buffer[256];
  std::size_t count = co_await socket.async_receive(buffer, sizeof buffer);
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'async_receive' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await socket.async_send(buffer, count);
}
