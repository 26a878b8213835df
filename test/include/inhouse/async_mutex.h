// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A mutex that suspends instead of blocking: its lock operations return awaitables.
#ifndef INHOUSE_ASYNC_MUTEX_H
#define INHOUSE_ASYNC_MUTEX_H
#include <coroutine>
#include <utility>

namespace inhouse {

class async_mutex;

/// Releases the mutex when it goes.
class [[nodiscard]] async_lock_guard {
public:
  explicit async_lock_guard(async_mutex &mutex) noexcept : mutex(&mutex) {}
  async_lock_guard(async_lock_guard &&other) noexcept : mutex(std::exchange(other.mutex, nullptr)) {}
  ~async_lock_guard();
  void unlock();

private:
  async_mutex *mutex;
};

class async_mutex {
public:
  struct [[nodiscard]] lock_operation {
    async_mutex &mutex;
    bool await_ready() const noexcept { return mutex.try_lock(); }
    void await_suspend(std::coroutine_handle<> waiting) const { mutex.enqueue(waiting); }
    void await_resume() const noexcept {}
  };
  struct [[nodiscard]] scoped_lock_operation : lock_operation {
    async_lock_guard await_resume() const noexcept { return async_lock_guard(mutex); }
  };

  async_mutex();
  async_mutex(const async_mutex &) = delete;
  ~async_mutex();

  lock_operation lock() noexcept { return {*this}; }
  scoped_lock_operation scoped_lock_async() noexcept { return {{*this}}; }
  bool try_lock() noexcept;
  void unlock();

private:
  void enqueue(std::coroutine_handle<> waiting);
};

} // namespace inhouse
#endif
