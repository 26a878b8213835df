// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// folly::coro, in the shapes its users write.
// RUN: %check_cotidy %s %seven %t

#include <folly/coro/AsyncScope.h>
#include <folly/coro/BlockingWait.h>
#include <folly/coro/Collect.h>
#include <folly/coro/Mutex.h>
#include <folly/coro/Sleep.h>
#include <folly/coro/Task.h>
#include <folly/coro/Timeout.h>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using folly::coro::co_invoke;
using folly::coro::co_withCancellation;
using folly::coro::co_withExecutor;
using folly::coro::Task;

Task<int> fetch(int id);
Task<void> store(int id, std::string text);
folly::SemiFuture<int> start(int id);
std::string readWholeFile(const char *name);

// ----- awaits in loops -----

Task<void> storeAll(const std::vector<int> &ids) {
  for (int id : ids) {
    co_await store(id, "x");
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'store' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES:      auto run_one = [&](auto input) -> folly::coro::Task<void> {
    // CHECK-FIXES-NEXT:   int id = *input;
    // CHECK-FIXES-NEXT:   co_await store(id, "x");
    // CHECK-FIXES:      co_await folly::coro::collectAllWindowed(std::move(calls), max_in_flight);
  }
}

Task<std::vector<int>> fetchAll(folly::Executor *executor, const std::vector<int> &ids) {
  std::vector<int> found;
  for (const auto &id : ids)
    found.push_back(co_await co_withExecutor(executor, fetch(id)));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES:      co_return co_await co_withExecutor(executor, fetch(id));
    // CHECK-FIXES:      for (auto &&outcome : co_await folly::coro::collectAllWindowed(std::move(calls), max_in_flight{{[0-9]*}}))
    // CHECK-FIXES-NEXT:   found.push_back(std::move(outcome));
  co_return found;
}

Task<void> retried(int id) {
  for (int attempt = 0; attempt < 3; ++attempt) {
    auto result = co_await folly::coro::co_awaitTry(fetch(id));
    if (result.value())
      co_return;
    co_await folly::coro::sleep(100ms);
  }
}

Task<int> sum(folly::coro::AsyncGenerator<int> numbers) {
  int total = 0;
  while (auto next = co_await numbers.next())
    total += co_await fetch(*next);
  co_return total;
}

Task<void> enqueue(folly::coro::BoundedQueue<int> &queue, const std::vector<int> &ids) {
  for (int id : ids)
    co_await queue.enqueue(id);
}

// ----- what is dropped -----

Task<void> dropped(folly::Executor *executor, folly::coro::Mutex &mutex, folly::CancellationToken token) {
  store(1, "a");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'store' is dropped, so its work never runs; await it [async-discarded-awaitable]
  co_withExecutor(executor, store(2, "b"));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this awaitable is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await co_withExecutor(executor, store(2, "b"));
  co_withCancellation(token, store(3, "c"));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this awaitable is dropped, so its work never runs; await it [async-discarded-awaitable]
  folly::coro::sleep(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'sleep' is dropped, so its work never runs; await it [async-discarded-awaitable]
  auto later = fetch(4);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'later' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  (void)store(6, "f");
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the awaitable returned by 'store' is dropped, so its work never runs; await it [async-discarded-awaitable]
  co_return;
}

Task<void> kept(folly::Executor *executor, folly::coro::AsyncScope &scope) {
  co_withExecutor(executor, fetch(5)).start(); // detached: of that, another check speaks
  (void)co_withExecutor(executor, fetch(1)).start();
  co_withExecutor(executor, fetch(2)).start([](auto &&) {});
  start(3).via(executor).thenValue([](int) {});
  scope.add(co_withExecutor(executor, store(4, "scope")));
  auto running = co_withExecutor(executor, fetch(5)).start();
  auto both = folly::coro::collectAll(fetch(6), fetch(7));
  auto [one, two] = co_await std::move(both);
  co_await std::move(running);
  co_await scope.joinAsync();
}

// ----- fan-out -----

Task<std::vector<int>> allAtOnce(const std::vector<int> &ids) {
  std::vector<Task<int>> tasks;
  tasks.reserve(ids.size());
  for (int id : ids)
    tasks.push_back(fetch(id));
  co_return co_await folly::coro::collectAllRange(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

Task<std::vector<int>> atMost(const std::vector<int> &ids) {
  std::vector<Task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  co_return co_await folly::coro::collectAllWindowed(std::move(tasks), 16);
}

Task<void> intoAScope(folly::Executor *executor, folly::coro::AsyncScope &scope, const std::vector<int> &ids) {
  for (int id : ids)
    scope.add(co_withExecutor(executor, store(id, "x")));
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await scope.joinAsync();
}

void started(folly::Executor *executor, const std::vector<int> &ids) {
  std::vector<folly::SemiFuture<int>> running;
  for (int id : ids)
    running.push_back(co_withExecutor(executor, fetch(id)).start());
    // CHECK-MESSAGES: :[[@LINE-1]]:60: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  auto all = folly::collectAll(running).get();
}

// ----- locks -----

Task<void> underALock(std::mutex &mutex, folly::Synchronized<std::vector<int>> &shared) {
  {
    std::lock_guard guard(mutex);
    co_await fetch(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'guard' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  }
  auto locked = shared.wlock();
  locked->push_back(co_await fetch(2));
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'locked' is held across this await; every other thread that wants the same lock waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

Task<void> underACoroLock(folly::coro::Mutex &mutex, folly::coro::SharedMutex &shared, int &count) {
  {
    auto lock = co_await mutex.co_scoped_lock();
    count += co_await fetch(count);
  }
  co_await mutex.co_lock();
  count += co_await fetch(count);
  mutex.unlock();
  std::unique_lock<folly::coro::Mutex> adopted(mutex, std::adopt_lock);
  auto reading = co_await shared.co_scoped_lock_shared();
  count += co_await fetch(count);
}

Task<void> copiedUnderALock(folly::Synchronized<std::vector<int>> &shared) {
  std::vector<int> ids;
  {
    auto locked = shared.rlock();
    ids.push_back(locked->size());
  }
  co_await store(ids.front(), "x");
}

// ----- blocking -----

Task<int> waitsSynchronously() {
  int none = folly::makeFuture(0).get();
  int one = folly::coro::blockingWait(fetch(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'blockingWait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  // CHECK-FIXES: {{^}}  int one = co_await fetch(1);
  int two = start(2).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'SemiFuture::get' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  // CHECK-FIXES: {{^}}  int two = co_await std::move(start(2));
  auto future = start(3);
  co_return one + two + std::move(future).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'SemiFuture::get' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
}

Task<void> sleeps(folly::fibers::Semaphore &slots, folly::Baton<> &done) {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await folly::coro::sleep(std::chrono::duration_cast<std::chrono::microseconds>(1s));
  slots.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Semaphore::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await 'co_wait' [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await slots.co_wait();
  done.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Baton::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_return;
}

Task<void> readsOnTheGlobalPool() {
  co_await co_withExecutor(folly::getGlobalCPUExecutor(), co_invoke([]() -> Task<void> {
                             std::string text;
                             folly::readFile("name", text);
                             co_return;
                           }));
}

Task<void> waits(folly::fibers::Semaphore &slots, folly::coro::Baton &done) {
  co_await folly::coro::sleep(1s);
  co_await slots.co_wait();
  co_await done;
}

int main() { return folly::coro::blockingWait(fetch(1)); }

// ----- time limits -----

Task<void> echo(std::unique_ptr<folly::coro::Transport> transport) {
  std::vector<char> buffer(256);
  while (co_await transport->read(buffer, 0ms))
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'read' on 'transport' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES: while (co_await folly::coro::timeout(transport->read(buffer, 0ms), std::chrono::seconds(30)))
    co_await transport->write(buffer);
}

Task<void> echoInTime(std::unique_ptr<folly::coro::Transport> transport) {
  std::vector<char> buffer(256);
  while (co_await transport->read(buffer, 30s))
    co_await folly::coro::timeout(transport->write(buffer), 30s);
}

Task<void> serve(folly::coro::ServerSocket &socket, folly::coro::AsyncScope &scope, folly::Executor *executor) {
  while (auto transport = co_await socket.accept())
    scope.add(co_withExecutor(executor, echoInTime(std::move(transport))));
}
