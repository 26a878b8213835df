// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t --suffixes=ALL -- \
// RUN:   --config="{CheckOptions: {async-blocking-call.Lock: true, async-blocking-call.FileMetadata: true, async-blocking-call.Console: true}}"
// RUN: %check_cotidy %s blocking-call %t --suffixes=FEW -- \
// RUN:   --config="{CheckOptions: {async-blocking-call.Sleep: false, async-blocking-call.IgnoredCallees: 'ns::warm_up'}}"

#include <chrono>
#include <filesystem>
#include <future>
#include <inhouse/task.h>
#include <mutex>
#include <thread>

using inhouse::task;
using namespace std::chrono_literals;

namespace ns {
void warm_up(std::future<void> &ready) { ready.wait(); }
} // namespace ns

task<void> everything(std::mutex &guard, std::filesystem::path path, std::future<void> &ready) {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  {
    std::lock_guard held(guard);
    // CHECK-MESSAGES-ALL: :[[@LINE-1]]:21: warning: the constructor of 'lock_guard<std::mutex>' blocks this thread until the lock is free, and every other coroutine on it waits as long; use a lock that is awaited [async-blocking-call]
    std::unique_lock later(guard, std::defer_lock);
    std::unique_lock tried(guard, std::try_to_lock);
  }
  guard.lock();
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:9: warning: 'mutex::lock' blocks this thread until the lock is free, and every other coroutine on it waits as long; use a lock that is awaited [async-blocking-call]
  guard.unlock();
  if (std::filesystem::exists(path))
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:7: warning: 'exists' blocks this thread until the file system answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
    ns::warm_up(ready);
    // CHECK-MESSAGES-ALL: :[[@LINE-1]]:5: warning: 'warm_up' calls 'future::wait', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  ready.wait();
  // CHECK-MESSAGES-FEW: :[[@LINE-1]]:9: warning: 'future::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:9: warning: 'future::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_return;
}

// What the system's own descriptors are for is the terminal.
extern "C" long write(int descriptor, const void *data, unsigned long size);
#define STDOUT_FILENO 1
task<void> prints(int file) {
  write(STDOUT_FILENO, "x", 1);
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'write' blocks this thread until the terminal is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  write(file, "x", 1);
  // CHECK-MESSAGES-FEW: :[[@LINE-1]]:3: warning: 'write' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:3: warning: 'write' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}
