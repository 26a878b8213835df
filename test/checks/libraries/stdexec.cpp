// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s %seven %t

#include <chrono>
#include <exec/task.hpp>
#include <mutex>
#include <stdexec/execution.hpp>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

struct Image {
  int id;
};
exec::task<int> resize(const Image &image);
exec::task<void> upload(const Image &image);
stdexec::task<int> standard(int id);
void show(int value);

// ----- async-await-in-loop -----

exec::task<void> upload_all(const std::vector<Image> &images) {
  for (const Image &image : images)
    co_await upload(image);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'upload' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

exec::task<void> each_on_pool(const std::vector<Image> &images, exec::static_thread_pool &pool) {
  for (const Image &image : images)
    show(co_await stdexec::starts_on(pool.get_scheduler(), resize(image)));
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the awaits of 'resize' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

stdexec::task<int> sum(std::vector<int> ids) {
  int last = 0;
  for (int id : ids)
    last = co_await standard(id + last);
  co_return last;
}

exec::task<void> both(const Image &image) {
  auto [size, other] = co_await stdexec::when_all(resize(image), resize(Image{2}));
  show(size + other);
}

// ----- async-unbounded-fan-out -----

exec::task<void> spawn_all(const std::vector<Image> &images) {
  exec::async_scope scope;
  for (const Image &image : images)
    scope.spawn(upload(image));
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: a task is in flight for every element of 'images' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await scope.on_empty();
}

void into_scope(const std::vector<Image> &images, stdexec::counting_scope &scope) {
  for (const Image &image : images)
    stdexec::spawn(upload(image), scope.get_token());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'images' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// ----- async-discarded-awaitable -----

exec::task<void> forgets(const Image &image, exec::timed_thread_context &timer) {
  upload(image);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'upload' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await upload(image);
  stdexec::just(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this awaitable is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await stdexec::just(1);
  stdexec::then(resize(image), [](int size) { show(size); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this awaitable is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await stdexec::then(resize(image), {{.*}}
  exec::schedule_after(timer.get_scheduler(), 1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this awaitable is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await exec::schedule_after(timer.get_scheduler(), 1s);
  exec::async_scope scope;
  scope.spawn(upload(image));
  scope.on_empty();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'on_empty' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await scope.on_empty();
  co_await upload(image);
}

void detaches(const Image &image) { exec::start_detached(upload(image)); }

// ----- async-blocking-call -----

exec::task<int> waits(const Image &image) {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  auto size = stdexec::sync_wait(resize(image));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'sync_wait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  co_await upload(image);
  co_return std::get<0>(*size);
}

exec::task<void> pauses(exec::timed_thread_context &timer) {
  co_await exec::schedule_after(timer.get_scheduler(), 1s);
}

int main() { stdexec::sync_wait(upload(Image{1})); }

// ----- async-await-under-lock -----

exec::task<void> under_lock(std::mutex &mutex, const Image &image) {
  std::lock_guard lock(mutex);
  co_await upload(image);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'lock' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

exec::task<void> before(std::mutex &mutex, const Image &image) {
  {
    std::lock_guard lock(mutex);
    show(image.id);
  }
  co_await upload(image);
}
