// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t
//
// Waits of the project's own for asynchronous work, and the system call under them.

#include <chrono>
#include <inhouse/task.h>
#include <linux/futex.h>
#include <list>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

using inhouse::task;
using namespace std::chrono_literals;

task<int> compile();
int wait_for_result(task<int> work);
task<int> wait_for_result_of(task<int> work);
struct Scheduler {
  void sync_wait_all(std::list<task<void>> tasks);
};

task<int> waits_for_one() {
  co_return wait_for_result(compile());
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'wait_for_result' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
}

task<void> waits_for_all(Scheduler &scheduler, std::list<task<void>> tasks) {
  scheduler.sync_wait_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'Scheduler::sync_wait_all' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  co_return;
}

void wait_until_changed(int *at, int from) {
  syscall(SYS_futex, at, FUTEX_WAIT_PRIVATE, from, nullptr, nullptr, 0);
}
void wake(int *at) { syscall(SYS_futex, at, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0); }

task<void> waits_in_the_kernel(int &flag) {
  wait_until_changed(&flag, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'wait_until_changed' calls 'syscall', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_return;
}

// What is not.

task<int> awaits() { co_return co_await wait_for_result_of(compile()); }

task<void> wakes(int &flag) {
  wake(&flag);
  co_return;
}

// A generator of the project's own.
template <typename T> struct generator {
  struct promise_type {
    generator get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    std::suspend_always yield_value(T);
    void return_void();
    void unhandled_exception();
  };
  std::coroutine_handle<promise_type> handle;
  bool next();
  T value();
};

generator<int> yields() {
  std::this_thread::sleep_for(1s);
  co_yield 1;
}

// One that awaits as well is resumed by others than who reads it.
generator<int> yields_and_awaits() {
  co_yield 1;
  int next = co_await compile();
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_yield next;
}
