// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libcoro, in the shapes its users write.
// RUN: %check_cotidy %s %seven %t

#include <coro/coro.hpp>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

coro::task<int> fetch(int id);
coro::task<void> store(int id, std::string text);

// ----- awaits in loops -----

coro::task<void> store_all(const std::vector<int> &ids) {
  for (const auto &id : ids)
    co_await store(id, "x");
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'store' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES:      const auto &id = *std::next(std::begin(input_range), input);
    // CHECK-FIXES-NEXT: co_await store(id, "x");
    // CHECK-FIXES:      auto finished = co_await coro::when_all(std::move(workers));
    // CHECK-FIXES-NEXT: for (auto &worker : finished)
    // CHECK-FIXES-NEXT:   worker.return_value();
}

coro::task<std::vector<int>> fetch_all(const std::vector<int> &ids) {
  std::vector<int> found;
  for (int id : ids)
    found.push_back(co_await fetch(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES:      outcomes[input].emplace(co_await fetch(id));
    // CHECK-FIXES:      for (auto &outcome : outcomes)
    // CHECK-FIXES-NEXT:   found.push_back(std::move(*outcome));
  co_return found;
}

coro::task<void> resolve_all(coro::net::dns::resolver<coro::scheduler> &resolver, std::vector<coro::net::hostname> names,
                             std::vector<coro::net::socket_address> &found) {
  for (const auto &name : names)
    for (const auto &address : co_await resolver.host_by_name(name))
    // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: the awaits of 'host_by_name' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
      found.push_back(address);
}

coro::task<void> paced(std::unique_ptr<coro::scheduler> &scheduler, const std::vector<int> &ids) {
  for (int id : ids) {
    co_await scheduler->yield_for(10ms);
    co_await store(id, "paced");
  }
}

coro::task<void> enqueue(coro::queue<int> &queue, coro::ring_buffer<int, 16> &ring, const std::vector<int> &ids) {
  for (int id : ids) {
    co_await queue.push(id);
    co_await ring.produce(id);
  }
}

coro::task<int> drain(coro::queue<int> &queue) {
  int sum = 0;
  while (auto next = co_await queue.pop())
    sum += co_await fetch(*next);
  co_return sum;
}

// ----- what is dropped -----

coro::task<void> dropped(std::unique_ptr<coro::thread_pool> &pool, std::unique_ptr<coro::scheduler> &scheduler,
                         coro::semaphore<4> &slots, coro::mutex &mutex, coro::queue<int> &queue) {
  store(1, "a");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'store' is dropped, so its work never runs; await it [async-discarded-awaitable]
  pool->schedule();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'schedule' is dropped, so its work never runs; await it [async-discarded-awaitable]
  scheduler->yield_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'yield_for' is dropped, so its work never runs; await it [async-discarded-awaitable]
  queue.push(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'push' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await queue.push(1);
  mutex.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'scoped_lock' is dropped, so its work never runs; await it [async-discarded-awaitable]
  co_await slots.acquire();
  slots.release();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'release' is dropped, so its work never runs; await it [async-discarded-awaitable]
  pool->spawn_joinable(store(2, "b"));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'spawn_joinable' is dropped, so its destructor blocks this thread until the work is done; await it [async-discarded-awaitable]
  auto never = fetch(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'never' is never awaited, so its work never runs; await it [async-discarded-awaitable]
}

coro::task<void> kept(std::unique_ptr<coro::thread_pool> &pool, coro::task_group<coro::thread_pool> &group) {
  coro::task<int> empty;
  auto running = pool->spawn_joinable(store(1, "a"));
  auto waits_at_its_end = pool->spawn_joinable(store(2, "b"));
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: the destructor of the result of 'thread_pool::spawn_joinable' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  pool->spawn_detached(store(3, "c"));
  if (group.start(store(4, "d")))
    co_await group;
  co_await running;
}

// ----- fan-out -----

coro::task<int> all_at_once(const std::vector<int> &ids) {
  std::vector<coro::task<int>> tasks;
  for (int id : ids)
    tasks.emplace_back(fetch(id));
  int sum = 0;
  for (auto &task : co_await coro::when_all(std::move(tasks)))
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
    sum += task.return_value();
  co_return sum;
}

coro::task<void> detached(std::unique_ptr<coro::scheduler> &scheduler, const std::vector<int> &ids) {
  for (int id : ids)
    scheduler->spawn_detached(store(id, "x"));
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_return;
}

coro::task<void> into_a_group(coro::task_group<coro::thread_pool> &group, const std::vector<int> &ids) {
  for (int id : ids)
    (void)group.start(store(id, "x"));
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await group;
}

coro::task<void> limited(std::unique_ptr<coro::scheduler> &scheduler, coro::semaphore<4> &slots,
                         const std::vector<int> &ids) {
  for (int id : ids) {
    co_await slots.acquire();
    scheduler->spawn_detached(store(id, "x"));
  }
}

coro::task<void> serve(std::unique_ptr<coro::scheduler> &scheduler, coro::net::tcp::server server) {
  while (auto client = co_await server.accept())
    scheduler->spawn_detached(store(1, "client"));
}

// ----- locks -----

coro::task<void> under_a_lock(std::mutex &mutex, int &count) {
  std::scoped_lock lock(mutex);
  count += co_await fetch(count);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'lock' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

coro::task<void> under_an_async_lock(coro::mutex &mutex, coro::condition_variable &changed, int &count) {
  auto lock = co_await mutex.scoped_lock();
  co_await changed.wait(lock);
  count += co_await fetch(count);
}

struct Room {
  coro::task<void> announce(coro::net::tcp::client &peer, std::string line, bool at_once) {
    auto lock = co_await mutex.scoped_lock();
    lines.push_back(line);
    if (at_once)
      co_await peer.write_all(line, 1s);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'lock' is held across this await, which works on none of what it protects, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
    co_await scheduler->yield_for(500ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'lock' is held across this pause, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
  }
  coro::mutex mutex;
  std::vector<std::string> lines;
  std::shared_ptr<coro::scheduler> scheduler;
};

coro::task<void> by_hand(coro::mutex &mutex, coro::shared_mutex<coro::thread_pool> &shared, int &count) {
  co_await mutex.lock();
  count += co_await fetch(count);
  mutex.unlock();
  co_await shared.lock_shared();
  count += co_await fetch(count);
  co_await shared.unlock_shared();
  co_await shared.scoped_lock(store(count, "exclusive"));
}

// ----- blocking -----

coro::task<int> waits_synchronously() { co_return coro::sync_wait(fetch(1)) + 1; }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'sync_wait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
// CHECK-FIXES: coro::task<int> waits_synchronously() { co_return co_await fetch(1) + 1; }

coro::task<void> sleeps() {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return;
}

coro::task<void> sleeps_where_it_may(std::unique_ptr<coro::thread_pool> &pool, std::unique_ptr<coro::scheduler> &io) {
  co_await pool->schedule();
  std::this_thread::sleep_for(1s);
  co_await io->schedule();
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

coro::task<void> shuts_down(std::unique_ptr<coro::thread_pool> &pool, std::unique_ptr<coro::scheduler> &scheduler) {
  scheduler->process_events();
  scheduler->process_events(10ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'scheduler::process_events' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  pool->shutdown();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'thread_pool::shutdown' blocks this thread until another one ends, and every other coroutine on it waits as long; await a result of that thread [async-blocking-call]
  co_return;
}

// ----- time limits -----

coro::task<void> echo(coro::net::tcp::client client) {
  std::string buffer(256, '\0');
  while (true) {
    auto [read, data] = co_await client.read_some(buffer);
    // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'read_some' on 'client' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-FIXES: auto [read, data] = co_await client.read_some(buffer, std::chrono::seconds(30));
    if (!read.is_ok())
      break;
    co_await client.write_all(data);
  }
}

coro::task<void> request(coro::net::tcp::client client, std::string text) {
  if (co_await client.connect() == coro::net::connect_status::connected)
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'connect' on 'client' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_await client.write_all(text, 0ms);
}

coro::task<void> request_in_time(coro::net::tcp::client client, coro::net::tls::client secure, std::string text) {
  co_await client.connect(5s);
  co_await client.write_all(text, std::chrono::milliseconds(500));
  co_await secure.recv(text, 5s);
  co_await secure.shutdown(1s);
}

coro::task<void> readable(std::unique_ptr<coro::scheduler> &scheduler, int descriptor) {
  co_await scheduler->poll(descriptor, coro::poll_op::read);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' on 'descriptor' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES: co_await scheduler->poll(descriptor, coro::poll_op::read, time_limit);
  co_await scheduler->poll(descriptor, coro::poll_op::read, 1s);
}

coro::task<int> read_length(coro::net::tcp::client &client, std::string &buffer) {
  auto [status, data] = co_await client.read_exact(buffer);
  co_return int(data.size());
}

coro::task<void> limited_from_outside(std::unique_ptr<coro::scheduler> &scheduler, coro::net::tcp::client &client,
                                      std::string buffer) {
  co_await scheduler->schedule(read_length(client, buffer), 5s);
}

coro::task<void> raced(std::unique_ptr<coro::scheduler> &scheduler, coro::net::tcp::client &client, std::string buffer) {
  co_await coro::when_any(client.read_some(buffer), scheduler->schedule_after(5s));
}
