// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s %seven %t

#include <chrono>
#include <mutex>
#include <thread>
#include <unifex/task.hpp>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

struct Part {
  int id;
};
unifex::task<int> measure(const Part &part);
unifex::task<> send(const Part &part);
void show(int value);

// ----- async-await-in-loop -----

unifex::task<> send_all(const std::vector<Part> &parts) {
  for (const Part &part : parts)
    co_await send(part);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'send' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

unifex::task<> elsewhere(const std::vector<Part> &parts, unifex::static_thread_pool &pool) {
  for (const Part &part : parts)
    show(co_await unifex::on(pool.get_scheduler(), measure(part)));
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the awaits of 'measure' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

unifex::task<> elements(int stream) {
  for (int i = 0; i != 10; ++i)
    show(co_await unifex::next(stream));
}

unifex::task<> both(const Part &part) {
  auto [a, b] = co_await unifex::when_all(measure(part), measure(Part{2}));
  show(a + b);
}

// ----- async-unbounded-fan-out -----

unifex::task<> all_at_once(const std::vector<Part> &parts) {
  std::vector<unifex::task<>> tasks;
  for (const Part &part : parts)
    tasks.push_back(send(part));
  co_await unifex::when_all_range(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'parts' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

unifex::task<> spawn_all(const std::vector<Part> &parts, unifex::static_thread_pool &pool) {
  unifex::async_scope scope;
  for (const Part &part : parts)
    scope.detached_spawn_on(pool.get_scheduler(), send(part));
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: a task is in flight for every element of 'parts' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await scope.complete();
}

// ----- async-discarded-awaitable -----

unifex::task<> forgets(const Part &part) {
  send(part);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'send' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await send(part);
  unifex::then(measure(part), [](int size) { show(size); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this awaitable is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await unifex::then(measure(part), {{.*}}
  unifex::when_all(measure(part), measure(Part{2}));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this awaitable is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await unifex::when_all(measure(part), measure(Part{2}));
  co_await send(part);
}

void detaches(const Part &part, unifex::async_scope &scope) {
  unifex::spawn_detached(send(part), scope);
  scope.detached_spawn(send(part));
}

// ----- async-missing-timeout -----

unifex::task<> reads(unifex::linuxos::io_epoll_context::async_reader &reader, char *data) {
  show(co_await unifex::async_read_some(reader, data));
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'async_read_some' on 'reader' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

unifex::task<> reads_in_time(unifex::linuxos::io_epoll_context::async_reader &reader, char *data,
                             unifex::timed_single_thread_context &timer) {
  show(co_await unifex::stop_when(unifex::async_read_some(reader, data),
                                  unifex::schedule_after(timer.get_scheduler(), 5s)));
}

// ----- async-blocking-call -----

unifex::task<int> waits(const Part &part) {
  co_await send(part);
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return unifex::sync_wait(measure(part)).value();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'sync_wait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
}

int main() { unifex::sync_wait(send(Part{1})); }

// ----- async-await-under-lock -----

unifex::task<> under_lock(std::mutex &mutex, const Part &part) {
  std::lock_guard lock(mutex);
  co_await send(part);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'lock' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

unifex::task<> under_async_lock(unifex::async_mutex &mutex, const Part &part) {
  co_await mutex.async_lock();
  co_await send(part);
  mutex.unlock();
}
