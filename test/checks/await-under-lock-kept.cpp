// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-under-lock %t

#include <atomic>
#include <inhouse/task.h>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

using inhouse::task;

task<void> send(int = 0);
void work();
std::mutex m, n;
std::shared_mutex sm;
using Lock = std::unique_lock<std::mutex>;

// ----- guards in containers, variants and tuples -----

task<void> all_of_them(std::vector<std::mutex> &mutexes) {
  std::vector<Lock> locks;
  co_await send();
  for (std::mutex &mutex : mutexes)
    locks.emplace_back(mutex);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'locks' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:11: note: 'locks' is taken here
  locks.clear();
  co_await send();
}
task<void> moved_into_a_vector() {
  std::vector<Lock> locks;
  Lock guard(m);
  locks.push_back(std::move(guard));
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'locks' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:9: note: 'locks' is taken here
}
task<void> one_or_the_other(bool write) {
  std::variant<std::monostate, std::shared_lock<std::shared_mutex>, std::unique_lock<std::shared_mutex>> lock;
  if (write)
    lock = std::unique_lock(sm);
  else
    lock = std::shared_lock(sm);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'lock' is held across this await; every other thread that wants 'sm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-5]]:10: note: 'lock' is taken here
  // CHECK-NOTES: :[[@LINE-4]]:10: note: 'lock' is taken here
}
task<void> beside_something() {
  std::tuple<Lock, int> both(Lock(m), 1);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'both.value' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:25: note: 'both.value' is taken here
}
task<void> deferred(std::vector<Lock> &out) {
  std::vector<Lock> locks;
  locks.emplace_back(m, std::defer_lock);
  co_await send();
}
task<void> given_back_one_by_one() {
  std::vector<Lock> locks;
  locks.emplace_back(m);
  locks.emplace_back(n);
  for (Lock &lock : locks)
    lock.unlock();
  co_await send();
}
task<void> some_are_gone() {
  std::vector<Lock> locks;
  locks.emplace_back(m);
  locks.pop_back();
  co_await send();
}
// No lock at all: a container copies what it is given.
task<void> mutexes_in_a_vector(std::vector<std::mutex> &mutexes) { co_await send((int)mutexes.size()); }

// ----- guards that a lock gives, whatever they are made of -----

struct State {
  int value;
};
class Guarded {
public:
  class Access {
  public:
    Access(Access &&) noexcept;
    ~Access();
    State *operator->();
  };
  Access lock();
  Access peek();
};
task<void> accessor(Guarded &guarded) {
  auto state = guarded.lock();
  state->value = 1;
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'state' is held across this await; every other thread that wants the same lock waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: 'state' is taken here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: end the scope of 'state' before this await
  // CHECK-FIXES: {{^}}task<void> accessor(Guarded &guarded) {
  // CHECK-FIXES-NEXT: {{^}}  {
  // CHECK-FIXES-NEXT: {{^}}  auto state = guarded.lock();
  // CHECK-FIXES-NEXT: {{^}}  state->value = 1;
  // CHECK-FIXES-NEXT: {{^}}  }
}
task<void> accessor_scope(Guarded &guarded) {
  {
    auto state = guarded.lock();
    state->value = 1;
  }
  auto other = guarded.peek();
  co_await send(other->value);
}
task<void> observes(std::weak_ptr<State> weak) {
  auto state = weak.lock();
  co_await send(state->value);
}
class Values {
public:
  struct View {
    Lock lock;
    int *first, *last;
    int *begin() { return first; }
    int *end() { return last; }
  };
  View all() { return {Lock(mutex), values, values + 4}; }

private:
  std::mutex mutex;
  int values[4];
};
task<void> walks(Values &values) {
  int sum = 0;
  for (int value : values.all()) {
    sum += value;
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'lock' is held across this await; every other thread that wants the same lock waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-4]]:20: note: 'lock' is taken here
  }
  co_await send();
}

// ----- an in-house guard that can be given back early, by whatever name -----

class Entry {
public:
  explicit Entry(std::mutex &mutex) : mutex(&mutex) { mutex.lock(); }
  ~Entry() {
    if (mutex)
      mutex->unlock();
  }
  void drop() { std::exchange(mutex, nullptr)->unlock(); }
  void touch() { work(); }

private:
  std::mutex *mutex;
};
task<void> dropped() {
  Entry entry(m);
  work();
  entry.drop();
  co_await send();
}
task<void> kept() {
  Entry entry(m);
  entry.touch();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'entry' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-4]]:9: note: 'entry' is taken here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: end the scope of 'entry' before this await
  // CHECK-FIXES: {{^}}task<void> kept() {
  // CHECK-FIXES-NEXT: {{^}}  {
  // CHECK-FIXES-NEXT: {{^}}  Entry entry(m);
  // CHECK-FIXES-NEXT: {{^}}  entry.touch();
  // CHECK-FIXES-NEXT: {{^}}  }
}

// ----- a temporary guard among the arguments -----

task<void> with(const Lock &, int);
task<void> argument() { co_await with(Lock(m), 1); }
// CHECK-NOTES: :[[@LINE-1]]:25: warning: a lock is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
// CHECK-NOTES: :[[@LINE-2]]:39: note: the lock is taken here, to the end of this expression

// ----- flags that are spun on -----

std::atomic_flag flag;
std::atomic<bool> taken;
task<void> spins() {
  while (flag.test_and_set())
    std::this_thread::yield();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'flag' is held across this await; every other thread that wants it waits until the coroutine is resumed [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-4]]:15: note: 'flag' is taken here
  flag.clear();
  co_await send();
}
task<void> exchanges() {
  while (taken.exchange(true)) {
  }
  work();
  taken.store(false);
  co_await send();
}
task<void> only_once() {
  if (flag.test_and_set())
    co_return;
  co_await send();
}
task<void> waits_its_turn() {
  while (flag.test_and_set())
    co_await send();
  co_await send();
  flag.clear();
}

// ----- a base class that locks, and an object that unlocks for its lifetime -----

struct Locks {
  Lock lock{m};
};
struct LocksToo : Locks {
  int value = 0;
};
task<void> based() {
  LocksToo both;
  both.value = 1;
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'both.lock' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 'both.lock' is taken here
}
struct Unlocked {
  explicit Unlocked(Lock &lock) : lock(lock) { lock.unlock(); }
  ~Unlocked() { lock.lock(); }
  Lock &lock;
};
task<void> unlocked_meanwhile() {
  Lock guard(m);
  {
    Unlocked meanwhile(guard);
    co_await send();
  }
}

// A type that only an instance of the template has.
template <typename T> task<void> of_a_dependent_type(T &from) {
  typename T::holder held(from, 1);
  co_await send();
}
