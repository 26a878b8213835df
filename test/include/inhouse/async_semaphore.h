// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A counting semaphore that suspends instead of blocking.
#ifndef INHOUSE_ASYNC_SEMAPHORE_H
#define INHOUSE_ASYNC_SEMAPHORE_H
#include <coroutine>

namespace inhouse {

class async_semaphore {
public:
  struct [[nodiscard]] acquire_operation {
    async_semaphore &semaphore;
    bool await_ready() const noexcept { return semaphore.try_acquire(); }
    void await_suspend(std::coroutine_handle<> waiting) const { semaphore.enqueue(waiting); }
    void await_resume() const noexcept {}
  };

  explicit async_semaphore(unsigned permits);
  async_semaphore(const async_semaphore &) = delete;
  ~async_semaphore();

  acquire_operation acquire() noexcept { return {*this}; }
  bool try_acquire() noexcept;
  void release();

private:
  void enqueue(std::coroutine_handle<> waiting);
};

} // namespace inhouse
#endif
