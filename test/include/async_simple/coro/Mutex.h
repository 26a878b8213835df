// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef ASYNC_SIMPLE_CORO_MUTEX_H
#define ASYNC_SIMPLE_CORO_MUTEX_H
#include <async_simple/coro/Lazy.h>
#include <mutex>

namespace async_simple::coro {

class Mutex {
  struct ScopedLockAwaiter : detail::Resumed {
    std::unique_lock<Mutex> await_resume() noexcept;
  };

public:
  [[nodiscard]] ScopedLockAwaiter coScopedLock() noexcept;
  [[nodiscard]] detail::Resumed coLock() noexcept;
  bool tryLock() noexcept;
  void unlock() noexcept;
};

class SpinLock {
public:
  Lazy<> coLock();
  [[nodiscard]] Lazy<std::unique_lock<SpinLock>> coScopedLock();
  bool tryLock() noexcept;
  void lock() noexcept;
  void unlock() noexcept;
};
class ScopedSpinLock {
public:
  explicit ScopedSpinLock(SpinLock &lock);
  ~ScopedSpinLock();
};

template <typename M> class SharedMutexBase {
public:
  Lazy<> coLock() noexcept;
  bool tryLock() noexcept;
  Lazy<void> unlock() noexcept;
  Lazy<void> coLockShared();
  bool tryLockShared();
  Lazy<void> unlockShared();
};
struct SharedMutex : SharedMutexBase<SpinLock> {};

template <size_t Most = 1000000> class CountingSemaphore {
public:
  explicit CountingSemaphore(size_t permits);
  Lazy<void> acquire() noexcept;
  Lazy<void> release(size_t permits = 1) noexcept;
  Lazy<bool> try_acquire() noexcept;
};

template <typename L> class ConditionVariable {
public:
  template <typename F> Lazy<void> wait(L &lock, F &&condition) { __builtin_trap(); }
  void notifyOne();
};

} // namespace async_simple::coro
#endif
