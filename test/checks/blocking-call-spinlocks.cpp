// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t
// RUN: %check_cotidy --suffixes=LOCK %s blocking-call %t -- --config="{CheckOptions: {async-blocking-call.Lock: true}}"
//
// A lock that spins is a lock, whatever it is made of; a loop that waits for another thread's work is none.

#include <atomic>
#include <inhouse/task.h>

using inhouse::task;

void cpu_relax();

class spinlock {
  std::atomic_bool occupied{false};

public:
  void lock() {
    for (;;) {
      if (!occupied.exchange(true, std::memory_order_acquire))
        return;
      while (occupied.load(std::memory_order_relaxed))
        cpu_relax();
    }
  }
  void unlock() { occupied.store(false, std::memory_order_release); }
};

class condition {
  spinlock mutex;
  int waiting = 0;

public:
  void notify_one() {
    mutex.lock();
    --waiting;
    mutex.unlock();
  }
};

task<void> notifies(condition &changed) {
  changed.notify_one();
  // CHECK-MESSAGES-LOCK: :[[@LINE-1]]:11: warning: 'condition::notify_one' calls this loop, which blocks this thread until the lock is free, and every other coroutine on it waits as long; use a lock that is awaited [async-blocking-call]
  co_return;
}

// By tickets: nothing is set and cleared.
class ticket_lock {
  std::atomic<int> next, serving;

public:
  void lock() {
    const int mine = next.fetch_add(1);
    while (serving.load() != mine)
      cpu_relax();
  }
  void unlock() { serving.store(serving.load() + 1); }
};

task<void> takes_a_ticket(ticket_lock &lock) {
  lock.lock();
  // CHECK-MESSAGES-LOCK: :[[@LINE-1]]:8: warning: 'ticket_lock::lock' calls this loop, which blocks this thread until the lock is free, and every other coroutine on it waits as long; use a lock that is awaited [async-blocking-call]
  lock.unlock();
  co_return;
}

// By other names, or none: an attempt, and a wait for the next one.
class guard {
  std::atomic_flag &taken;

public:
  explicit guard(std::atomic_flag &flag) : taken(flag) {
    while (taken.test_and_set())
      while (taken.test())
        cpu_relax();
  }
  ~guard() { taken.clear(); }
};

task<void> adds(std::atomic_flag &flag, int &sum) {
  guard held(flag);
  // CHECK-MESSAGES-LOCK: :[[@LINE-1]]:9: warning: the constructor of 'guard' calls this loop, which blocks this thread until the lock is free, and every other coroutine on it waits as long; use a lock that is awaited [async-blocking-call]
  ++sum;
  co_return;
}

// What waits for another thread to be done.
class worker {
  std::atomic_bool done{false};

public:
  void lock(); // of something else: there is no unlock
  void finish() {
    while (!done.load())
      cpu_relax();
  }
};

task<void> finishes(worker &work) {
  work.finish();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'worker::finish' calls this loop, which keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
  // CHECK-MESSAGES-LOCK: :[[@LINE-2]]:8: warning: 'worker::finish' calls this loop, which keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
  co_return;
}

class gate {
  std::atomic_bool open{false};

public:
  void lock() {
    while (!open.load())
      cpu_relax();
  }
};

task<void> waits_at(gate &door) {
  door.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'gate::lock' calls this loop, which keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
  // CHECK-MESSAGES-LOCK: :[[@LINE-2]]:8: warning: 'gate::lock' calls this loop, which keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
  co_return;
}
