// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s %seven %t

#include <async_simple/coro/Collect.h>
#include <async_simple/coro/Mutex.h>
#include <async_simple/coro/Sleep.h>
#include <async_simple/coro/SyncAwait.h>
#include <async_simple/executors/SimpleExecutor.h>
#include <async_simple/util/ThreadPool.h>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace async_simple;
using namespace async_simple::coro;
using namespace std::chrono_literals;

struct User {
  int id;
};
Lazy<int> fetch(const User &user);
Lazy<void> notify(const User &user);
Lazy<void> refresh();
Future<int> lookup(int id);
void consume(int value);

// ----- async-await-in-loop -----

Lazy<void> notify_all(const std::vector<User> &users) {
  for (const User &user : users)
    co_await notify(user);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'notify' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES: {{.*}}const User &user = *input;
    // CHECK-FIXES: {{.*}}co_await notify(user);
    // CHECK-FIXES: {{.*}}pending.push_back(run_one(input));
    // CHECK-FIXES: {{.*}}co_await async_simple::coro::collectAllWindowed(max_in_flight, false, std::move(pending)))
}

Lazy<std::vector<int>> fetch_all(const std::vector<User> &users) {
  std::vector<int> found;
  for (const User &user : users)
    found.push_back(co_await fetch(user));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES: {{.*}}auto outcome = co_await fetch(user);
    // CHECK-FIXES: {{.*}}found.push_back(std::move(outcome).value());
  co_return found;
}

Lazy<void> by_try(const std::vector<User> &users) {
  for (const User &user : users)
    if ((co_await fetch(user).coAwaitTry()).hasError())
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
      consume(user.id);
}

// The results are there; only their order is awaited.
Lazy<void> already_joined(std::vector<User> users) {
  std::vector<Lazy<int>> pending;
  for (const User &user : users)
    pending.push_back(fetch(user));
  for (auto &outcome : co_await collectAllWindowed(8, false, std::move(pending)))
    consume(outcome.value());
}

Lazy<int> chained(std::vector<User> users) {
  int last = 0;
  for (const User &user : users)
    last = co_await fetch(User{user.id + last});
  co_return last;
}

// ----- async-unbounded-fan-out -----

Lazy<void> all_at_once(const std::vector<User> &users) {
  std::vector<Lazy<int>> pending;
  for (const User &user : users)
    pending.push_back(fetch(user));
  for (auto &outcome : co_await collectAll(std::move(pending)))
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: a task is in flight for every element of 'users' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
    consume(outcome.value());
}

void start_all(const std::vector<User> &users, Executor *executor) {
  for (const User &user : users)
    notify(user).via(executor).start([](auto &&) {});
    // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: a task is in flight for every element of 'users' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

Lazy<void> a_few(const std::vector<User> &users) {
  auto [a, b] = co_await collectAll(fetch(users[0]), fetch(users[1]));
  consume(a.value() + b.value());
}

Lazy<void> in_windows(const std::vector<User> &users) {
  std::vector<Lazy<int>> pending;
  for (const User &user : users)
    pending.push_back(fetch(user));
  co_await collectAllWindowed(16, false, std::move(pending));
}

// ----- async-discarded-awaitable -----

Lazy<void> forgets(const User &user) {
  notify(user);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'notify' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await notify(user);
  co_await refresh();
}

Lazy<void> forgets_to_release(CountingSemaphore<> &slots) {
  co_await slots.acquire();
  co_await refresh();
  slots.release();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'release' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await slots.release();
}

Lazy<void> forgets_unlock(SharedMutex &state) {
  co_await state.coLock();
  state.unlock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'unlock' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await state.unlock();
}

Lazy<void> forgets_future() {
  lookup(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'lookup' is dropped, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await lookup(1);
  co_await refresh();
}

Lazy<void> with_callback() {
  lookup(1).thenValue([](int value) { consume(value); });
  co_await refresh();
}

void starts(const User &user, Executor *executor) {
  notify(user).start([](auto &&) {});
  notify(user).directlyStart([](auto &&) {}, executor);
  notify(user).via(executor).detach();
}

// ----- async-blocking-call -----

Lazy<int> waits(const User &user) {
  std::this_thread::sleep_for(10ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await async_simple::coro::sleep(10ms);
  int id = syncAwait(fetch(user));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'syncAwait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  // CHECK-FIXES: {{^}}  int id = co_await fetch(user);
  int known = lookup(id).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'Future::get' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  // CHECK-FIXES: {{^}}  int known = co_await lookup(id);
  co_await refresh();
  co_return known;
}

Lazy<void> from_queue(util::Queue<int> &queue, util::Condition &ready) {
  int value;
  queue.pop(value);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Queue::pop' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  ready.acquire();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Condition::acquire' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  if (queue.try_pop(value))
    consume(value);
  co_await refresh();
}

Lazy<void> offloads(util::ThreadPool &pool) {
  pool.scheduleById([] { std::this_thread::sleep_for(10ms); });
  co_await async_simple::coro::sleep(10ms);
}

int main() { syncAwait(refresh()); }

// ----- async-await-under-lock -----

Lazy<void> under_mutex(std::mutex &mutex) {
  std::lock_guard lock(mutex);
  co_await refresh();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'lock' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

Lazy<void> under_async_mutex(Mutex &mutex) {
  auto lock = co_await mutex.coScopedLock();
  co_await refresh();
}

Lazy<void> by_hand(Mutex &mutex) {
  co_await mutex.coLock();
  co_await refresh();
  mutex.unlock();
}

Lazy<void> with_condition(SpinLock &lock, ConditionVariable<SpinLock> &changed, const bool &done) {
  auto held = co_await lock.coScopedLock();
  co_await changed.wait(lock, [&] { return done; });
}

// It only looks something up.
Lazy<void> nothing_to_wait_for(std::mutex &mutex) {
  std::lock_guard lock(mutex);
  Executor *executor = co_await CurrentExecutor{};
  consume(executor != nullptr);
}
