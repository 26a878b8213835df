// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-under-lock %t

#include <chrono>
#include <condition_variable>
#include <inhouse/async_generator.h>
#include <inhouse/async_mutex.h>
#include <inhouse/generator.h>
#include <inhouse/task.h>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <utility>
#include <vector>

using inhouse::async_mutex;
using inhouse::task;

task<void> send();
task<int> fetch(int = 0);
task<void> store(std::vector<int>);
std::vector<int> shared;
std::mutex m, n;
std::shared_mutex sm;

// ----- every way to write a guard -----

using Lock = std::lock_guard<std::mutex>;

task<void> plain() {
  std::lock_guard<std::mutex> guard(m);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:31: note: 'guard' is taken here
}
task<int> initialiser() {
  std::lock_guard<std::mutex> guard(m);
  int x = co_await fetch();
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:31: note: 'guard' is taken here
  co_return x + co_await fetch(co_await fetch(1));
  // CHECK-NOTES: :[[@LINE-1]]:17: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-6]]:31: note: 'guard' is taken here
  // CHECK-NOTES: :[[@LINE-3]]:32: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-8]]:31: note: 'guard' is taken here
}
task<void> deduced() {
  std::lock_guard guard(m);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard' is taken here
}
task<void> alias() {
  Lock guard(m);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'guard' is taken here
}
task<void> unique_and_shared() {
  std::unique_lock<std::mutex> unique(m);
  std::shared_lock reader(sm);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'reader' and 'unique' are held across this await; every other thread that wants 'sm' or 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-4]]:32: note: 'unique' is taken here
  // CHECK-NOTES: :[[@LINE-4]]:20: note: 'reader' is taken here
}
task<void> automatic() {
  auto guard = std::unique_lock<std::mutex>(m);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'guard' is taken here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release 'guard' before this await
  // CHECK-FIXES: {{^}}  auto guard = std::unique_lock<std::mutex>(m);
  // CHECK-FIXES-NEXT: {{^}}  guard.unlock();
  // CHECK-FIXES-NEXT: {{^}}  co_await send();
}
task<void> extended() {
  auto &&guard = std::lock_guard<std::mutex>(m);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:10: note: 'guard' is taken here
}
task<void> several_mutexes() {
  std::scoped_lock both(m, n);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'both' is held across this await; every other thread that wants 'm' or 'n' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'both' is taken here
}
task<void> in_an_if() {
  if (std::lock_guard guard(m); co_await fetch() == 1)
  // CHECK-NOTES: :[[@LINE-1]]:33: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-2]]:23: note: 'guard' is taken here
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-5]]:23: note: 'guard' is taken here
  co_await send();
}
task<void> loops(std::vector<int> ids) {
  {
    std::lock_guard guard(m);
    for (int i = co_await fetch(); i < co_await fetch(); ++i)
    // CHECK-NOTES: :[[@LINE-1]]:18: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard' is taken here
    // CHECK-NOTES: :[[@LINE-3]]:40: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-5]]:21: note: 'guard' is taken here
      ;
  }
  for (int id : ids) {
    std::lock_guard guard(m);
    if (id == 0)
      continue;
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-5]]:21: note: 'guard' is taken here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: end the scope of 'guard' before this await
    // CHECK-FIXES: {{^}}      continue;
    // CHECK-FIXES-NEXT: {{^}}    }
    // CHECK-FIXES-NEXT: {{^}}    co_await send();
  }
  co_await send();
}
task<void> temporary() {
  (std::lock_guard(m), co_await send());
  // CHECK-NOTES: :[[@LINE-1]]:24: warning: a lock is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-2]]:4: note: the lock is taken here, to the end of this expression
  co_await send();
}
inhouse::async_generator<int> yields() {
  std::lock_guard guard(m);
  co_yield 1;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this co_yield; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard' is taken here
}

// ----- guards in other things -----

struct Locked {
  std::unique_lock<std::mutex> lock;
  int *value;
};
Locked locked();
std::unique_lock<std::mutex> acquire();

task<void> member_of_a_local() {
  Locked state{std::unique_lock<std::mutex>(m), nullptr};
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'state.lock' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:10: note: 'state.lock' is taken here
  state.lock.unlock();
  co_await send();
}
task<void> returned() {
  auto state = locked();
  auto guard = acquire();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' and 'state.lock' are held across this await; every other thread that wants the same lock waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: 'state.lock' is taken here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: 'guard' is taken here
}
task<void> smart_pointer() {
  auto guard = std::make_unique<std::lock_guard<std::mutex>>(m);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'guard' is taken here
  guard.reset();
  co_await send();
}
task<void> optional() {
  std::optional<std::unique_lock<std::mutex>> guard;
  co_await send();
  guard.emplace(m);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:9: note: 'guard' is taken here
  guard.reset();
  co_await send();
}
task<void> by_value(std::unique_lock<std::mutex> guard) {
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants the same lock waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:50: note: 'guard' is held when this coroutine starts
  guard.unlock();
  co_await send();
}
task<void> by_reference(std::unique_lock<std::mutex> &guard) { co_await send(); }
// CHECK-NOTES: :[[@LINE-1]]:64: warning: 'guard' is held across this await; every other thread that wants the same lock waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
// CHECK-NOTES: :[[@LINE-2]]:55: note: 'guard' is held when this coroutine starts

class Service {
public:
  task<void> by_hand() {
    mutex.lock();
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mutex' is held across this await; every other thread that wants it waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-3]]:11: note: 'mutex' is taken here
    mutex.unlock();
    co_await send();
  }
  task<void> kept() {
    guard = std::unique_lock(mutex);
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-3]]:11: note: 'guard' is taken here
    guard.unlock();
    co_await send();
  }

private:
  std::mutex mutex;
  std::unique_lock<std::mutex> guard;
};

// ----- in-house locks, by structure and by attribute -----

class Spinlock {
public:
  void lock() {
    while (taken) {
    }
    taken = true;
  }
  void unlock() { taken = false; }

private:
  volatile bool taken = false;
};
class SpinGuard {
public:
  explicit SpinGuard(Spinlock &lock) : lock(lock) { lock.lock(); }
  ~SpinGuard() { lock.unlock(); }

private:
  Spinlock &lock;
};
class __attribute__((capability("mutex"))) Annotated {
public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
};
class __attribute__((scoped_lockable)) AnnotatedGuard {
public:
  explicit AnnotatedGuard(Annotated &m) __attribute__((acquire_capability(m)));
  ~AnnotatedGuard() __attribute__((release_capability()));
  void Release() __attribute__((release_capability()));
};
Spinlock spin;
Annotated annotated;

task<void> structural() {
  SpinGuard guard(spin);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'spin' waits until the coroutine is resumed [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:13: note: 'guard' is taken here
}
task<void> attributes() {
  {
    AnnotatedGuard guard(annotated);
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await; every other thread that wants 'annotated' waits until the coroutine is resumed [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-3]]:20: note: 'guard' is taken here
    guard.Release();
    co_await send();
  }
  annotated.Lock();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'annotated' is held across this await; every other thread that wants it waits until the coroutine is resumed [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:13: note: 'annotated' is taken here
  annotated.Unlock();
  co_await send();
}

// ----- the state of the lock -----

task<void> relocked() {
  std::unique_lock guard(m);
  guard.unlock();
  co_await send();
  guard.lock();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:9: note: 'guard' is taken here
}
task<void> deferred() {
  std::unique_lock guard(m, std::defer_lock);
  co_await send();
  guard.lock();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:9: note: 'guard' is taken here
}
task<void> tried() {
  std::unique_lock guard(m, std::try_to_lock);
  if (!guard.owns_lock())
    co_await send();
  else
    co_await fetch();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-6]]:20: note: 'guard' is tried here
}
task<void> tried_by_hand() {
  if (!m.try_lock())
    co_return;
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'm' is held across this await; every other thread that wants it waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-4]]:10: note: 'm' is tried here
  m.unlock();
  const bool got = m.try_lock();
  if (got)
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'm' is held across this await; every other thread that wants it waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-4]]:22: note: 'm' is tried here
  else
    co_await fetch();
}
task<void> on_one_path(bool early) {
  std::unique_lock guard(m);
  if (early)
    guard.unlock();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-5]]:20: note: 'guard' is taken here
}
task<void> moved() {
  std::unique_lock first(m);
  auto second = std::move(first);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'second' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'second' takes over what 'first' holds here
  second.unlock();
  co_await send();
}
task<void> swapped() {
  std::unique_lock first(m);
  std::unique_lock<std::mutex> second;
  first.swap(second);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'second' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:9: note: 'second' is swapped here with 'first'
  second.unlock();
  co_await send();
}
task<void> adopted() {
  m.lock();
  {
    std::lock_guard guard(m, std::adopt_lock);
    co_await send();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard' is taken here
  }
  co_await send();
}
task<void> together() {
  std::lock(m, n);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'n' and 'm' are held across this await; every other thread that wants one of them waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 'm' is taken here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'n' is taken here
  m.unlock();
  n.unlock();
  co_await send();
}

// ----- fixes -----

task<void> copies() {
  std::unique_lock guard(m);
  std::vector<int> copy = shared;
  co_await store(copy);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-4]]:20: note: 'guard' is taken here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release 'guard' before this await
  // CHECK-FIXES: {{^}}  std::vector<int> copy = shared;
  // CHECK-FIXES-NEXT: {{^}}  guard.unlock();
  // CHECK-FIXES-NEXT: {{^}}  co_await store(copy);
}
task<void> shared_afterwards() {
  std::unique_lock guard(m);
  shared.clear();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-4]]:20: note: 'guard' is taken here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release 'guard' for this await and take it again
  // CHECK-FIXES: {{^}}task<void> shared_afterwards() {
  // CHECK-FIXES-NEXT: {{^}}  std::unique_lock guard(m);
  // CHECK-FIXES-NEXT: {{^}}  shared.clear();
  // CHECK-FIXES-NEXT: {{^}}  guard.unlock();
  // CHECK-FIXES-NEXT: {{^}}  co_await send();
  // CHECK-FIXES-NEXT: {{^}}  guard.lock();
  shared.clear();
}
task<void> nothing_left_to_protect() {
  std::lock_guard guard(m);
  shared.clear();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-4]]:19: note: 'guard' is taken here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: end the scope of 'guard' before this await
  // CHECK-FIXES: {{^}}task<void> nothing_left_to_protect() {
  // CHECK-FIXES-NEXT: {{^}}  {
  // CHECK-FIXES-NEXT: {{^}}  std::lock_guard guard(m);
  // CHECK-FIXES-NEXT: {{^}}  shared.clear();
  // CHECK-FIXES-NEXT: {{^}}  }
  // CHECK-FIXES-NEXT: {{^}}  co_await send();
}
task<int> count_first() {
  std::unique_lock guard(m);
  int count = shared.size();
  co_return co_await fetch(count);
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-4]]:20: note: 'guard' is taken here
  // CHECK-NOTES: :[[@LINE-3]]:13: note: release 'guard' before this await
  // CHECK-FIXES: {{^}}  int count = shared.size();
  // CHECK-FIXES-NEXT: {{^}}  guard.unlock();
  // CHECK-FIXES-NEXT: {{^}}  co_return co_await fetch(count);
}
task<void> operand_is_protected() {
  std::unique_lock guard(m);
  co_await store(shared);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'guard' is taken here
}

// ----- templates, macros, lambdas -----

template <typename M> task<void> generic(M &mutex) {
  std::lock_guard<M> guard(mutex);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:22: note: 'guard' is taken here
}
task<void> instantiated() {
  co_await generic(m);
  co_await generic(sm);
}
#define LOCKED(mutex) std::unique_lock guard(mutex)
task<void> in_a_macro() {
  LOCKED(m);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants the same lock waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 'guard' is taken here
  // CHECK-NOTES: :[[@LINE-6]]:40: note: expanded from macro 'LOCKED'
}
auto lambda = []() -> task<void> {
  std::unique_lock guard(m);
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'm' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'guard' is taken here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release 'guard' before this await
};

// ----- quiet -----

task<void> async_locks(async_mutex &mutex) {
  auto scoped = co_await mutex.scoped_lock_async();
  co_await send();
  co_await mutex.lock();
  std::unique_lock<async_mutex> guard(mutex, std::adopt_lock);
  co_await send();
}
task<void> never_suspends() {
  std::lock_guard guard(m);
  co_await std::suspend_never();
}
task<void> no_mutex() {
  std::scoped_lock<> guard;
  co_await send();
}
task<void> other_bodies() {
  [] { std::lock_guard guard(m); }();
  std::lock_guard guard(m);
  auto later = []() -> task<void> { co_await send(); };
  store(shared);
  co_return;
}
task<void> untested() {
  std::unique_lock guard(m, std::try_to_lock);
  co_await send();
  std::unique_lock timed(n, std::chrono::seconds(1));
  co_await send();
}
task<void> given_away(std::unique_lock<std::mutex>);
task<void> wait_with(std::unique_lock<std::mutex> &);
task<void> wait_with(std::mutex &);
void may_unlock(std::unique_lock<std::mutex> &);
task<void> handed_over(std::condition_variable &changed) {
  {
    std::unique_lock guard(m);
    changed.wait(guard);
    co_await wait_with(guard);
    co_await given_away(std::move(guard));
    co_await send();
  }
  {
    std::lock_guard guard(m);
    co_await wait_with(m);
  }
  std::unique_lock guard(n);
  may_unlock(guard);
  co_await send();
}
task<void> released(bool early) {
  std::unique_lock guard(m);
  guard.release();
  co_await send();
  std::unique_lock other(n);
  if (early) {
    other.unlock();
    co_await send();
  }
  other = {};
  co_await send();
}
class CoMutex { // can be locked both ways, and is made for awaits
public:
  void lock();
  void unlock();
  task<void> coLock();
};
task<void> both_ways(CoMutex &mutex) {
  std::unique_lock guard(mutex);
  co_await send();
}
struct NullMutex {
  void lock() {}
  void unlock() {}
};
struct Observer {
  explicit Observer(Spinlock &lock) : lock(lock) {}
  ~Observer() {}
  Spinlock &lock;
};
task<void> locks_nothing(NullMutex none) {
  std::lock_guard guard(none);
  Observer observer(spin);
  co_await send();
}
inhouse::generator<int> synchronous() {
  std::lock_guard guard(m);
  co_yield 1;
}
void not_a_coroutine() { std::lock_guard guard(m); }
task<void> suppressed() {
  std::lock_guard guard(m);
  co_await send(); // NOLINT(async-await-under-lock)
}

// A guard of its own that a helper has, and leaves behind with nothing held.
struct Registry {
  int find(int id) {
    AnnotatedGuard guard(lock);
    return id + 1;
  }
  void enter() { lock.Lock(); }
  void leave() { lock.Unlock(); }
  Annotated lock;
};
task<void> looks_up(Registry &all) {
  int found = all.find(1);
  co_await send();
  all.enter();
  co_await send();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'lock' is held across this await; every other thread that wants it waits until the coroutine is resumed [async-await-under-lock]
  // CHECK-NOTES: :[[@LINE-3]]:7: note: 'lock' is taken by this call
  all.leave();
}
