// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-under-lock %t

#include <functional>
#include <inhouse/task.h>
#include <mutex>
#include <utility>

using inhouse::task;

task<void> send();
task<int> fetch(int = 0);
task<bool> more();
void work();
std::mutex m, n;
int shared;

// ----- taken and given back by functions of this unit -----

void lock_both() {
  m.lock();
  n.lock();
}
void unlock_both() {
  n.unlock();
  m.unlock();
}
task<void> through_functions() {
  lock_both();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'n' and 'm' are held across this await; every other thread that wants one of them waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 'm' is taken by this call
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'n' is taken by this call
  unlock_both();
  co_await send();
}

class Service {
public:
  task<void> through_methods() {
    enter();
    ++value;
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mutex' is held across this await; every other thread that wants it waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-4]]:5: note: 'mutex' is taken by this call
    leave();
    co_await send();
  }
  task<void> balanced() {
    co_await fetch(peek());
  }
  task<void> some_way_unlocks(bool now) {
    std::unique_lock guard(mutex);
    if_wanted(guard, now);
    co_await send();
  }

private:
  void enter() { mutex.lock(); }
  void leave() { mutex.unlock(); }
  int peek() {
    std::lock_guard guard(mutex);
    return value;
  }
  void if_wanted(std::unique_lock<std::mutex> &guard, bool now) {
    if (now)
      guard.unlock();
  }
  std::mutex mutex;
  int value = 0;
};

struct Section {
  std::unique_lock<std::mutex> lock{m};
  void finish() { lock.unlock(); }
};
task<void> member_by_its_declaration() {
  Section section;
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'section.lock' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:11: note: 'section.lock' is taken here
  section.finish();
  co_await send();
}

task<void> by_a_lambda() {
  std::unique_lock guard(m);
  auto release = [&] { guard.unlock(); };
  release();
  co_await send();
}

template <typename F> class scope_exit {
public:
  explicit scope_exit(F action) : action(std::move(action)) {}
  ~scope_exit() { action(); }

private:
  F action;
};
task<void> at_the_end_of_a_scope() {
  m.lock();
  {
    scope_exit unlock([] { m.unlock(); });
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'm' is held across this await; every other thread that wants it waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-5]]:5: note: 'm' is taken here
  }
  co_await send();
}

struct Unlocker {
  ~Unlocker() { m.unlock(); }
};
task<void> by_a_destructor() {
  m.lock();
  { Unlocker unlocker; }
  co_await send();
}
task<void> by_another_name() {
  std::unique_lock guard(m);
  auto *same = &guard;
  same->unlock();
  co_await send();
}

// ----- what lives to the end of an expression -----

template <typename T> class Synchronized {
public:
  struct Access {
    std::unique_lock<std::mutex> lock;
    T *value;
    T *operator->() { return value; }
  };
  Access access();
  template <typename F> auto with(F use) {
    std::lock_guard guard(mutex);
    return use(value);
  }

private:
  std::mutex mutex;
  T value;
};
struct Table {
  int size();
};
Synchronized<Table> table;

task<void> in_an_argument() {
  co_await fetch(table.access()->size());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: a lock is held across this await; every other thread that wants the same lock waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-2]]:18: note: the lock is taken here, to the end of this expression
  int size = table.access()->size();
  co_await fetch(size);
  size = table.with([](Table &t) { return t.size(); });
  co_await fetch(size);
}

// ----- the same condition twice -----

task<void> same_condition(bool locked) {
  if (locked)
    m.lock();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'm' is held across this await; every other thread that wants it waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:7: note: 'm' is taken here
  if (locked)
    m.unlock();
  co_await send();
}
task<void> flag() {
  bool held = false;
  if (co_await more()) {
    m.lock();
    held = true;
  }
  ++shared;
  if (held)
    m.unlock();
  co_await send();
}
enum class Mode { quick, safe };
task<void> compared(Mode mode) {
  std::unique_lock guard(m, std::defer_lock);
  if (mode == Mode::safe)
    guard.lock();
  ++shared;
  if (mode != Mode::safe)
    co_await fetch(1);
  if (mode == Mode::safe)
    guard.unlock();
  co_await send();
}
task<void> changed_between(bool locked) {
  if (locked)
    m.lock();
  locked = co_await more();
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'm' is held across this await; every other thread that wants it waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:7: note: 'm' is taken here
  if (locked)
    m.unlock();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'm' is held across this await; every other thread that wants it waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-8]]:7: note: 'm' is taken here
}

// ----- paths through exceptions -----

task<void> thrown_out_of_the_scope() {
  try {
    std::lock_guard guard(m);
    if (shared > 3)
      throw 1;
  } catch (int) {
    ++shared;
  }
  co_await send();
}
task<void> unlock_is_skipped() {
  std::unique_lock guard(m);
  try {
    work();
    guard.unlock();
  } catch (...) {
    ++shared;
  }
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-9]]:20: note: 'guard' is taken here
}
task<void> unlocked_either_way() {
  std::unique_lock guard(m);
  try {
    work();
    guard.unlock();
  } catch (...) {
    guard.unlock();
  }
  co_await send();
}

// ----- in-house locks by other names -----

class CriticalSection {
public:
  void Enter();
  void Leave();
};
class SectionLock {
public:
  explicit SectionLock(CriticalSection &section) : section(section) { section.Enter(); }
  ~SectionLock() { section.Leave(); }

private:
  CriticalSection &section;
};
class Door {
public:
  void Enter();
  void Leave();
};
CriticalSection section;
Door door;

task<void> by_its_name() {
  {
    SectionLock guard(section);
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await; every other thread that wants 'section' waits until the coroutine is resumed [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-3]]:17: note: 'guard' is taken here
  }
  section.Enter();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'section' is held across this await; every other thread that wants it waits until the coroutine is resumed [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:11: note: 'section' is taken here
  section.Leave();
  door.Enter();
  co_await send();
  door.Leave();
}

typedef union {
  int state;
} pthread_mutex_t;
extern "C" int pthread_mutex_lock(pthread_mutex_t *);
extern "C" int pthread_mutex_unlock(pthread_mutex_t *);
class PosixGuard {
public:
  explicit PosixGuard(pthread_mutex_t &mutex) : mutex(&mutex) { pthread_mutex_lock(this->mutex); }
  ~PosixGuard() { pthread_mutex_unlock(mutex); }

private:
  pthread_mutex_t *mutex;
};
pthread_mutex_t posix;
task<void> posix_guard() {
  {
    PosixGuard guard(posix);
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await; every other thread that wants 'posix' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-3]]:16: note: 'guard' is taken here
  }
  co_await send();
}
