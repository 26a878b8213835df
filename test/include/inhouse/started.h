// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two handles of one promise: a job, which is lazy, and what it becomes once it is started.
#ifndef INHOUSE_STARTED_H
#define INHOUSE_STARTED_H
#include <coroutine>
#include <utility>

namespace inhouse {

template <typename T> class job;
template <typename T> class running;

template <typename T> struct job_promise {
  job<T> get_return_object() noexcept;
  std::suspend_always initial_suspend() const noexcept { return {}; }
  std::suspend_always final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept;
  void return_value(T);
};

template <typename T> class [[nodiscard]] running {
public:
  using promise_type = job_promise<T>;
  explicit running(std::coroutine_handle<promise_type>) noexcept;
  running(running &&) noexcept;
  ~running();
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();

private:
  std::coroutine_handle<promise_type> handle;
};

/// Of a coroutine as well, but nothing says whether it has begun.
template <typename T> class shared {
public:
  using promise_type = job_promise<T>;
  explicit shared(running<T> &&) noexcept;
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();

private:
  std::coroutine_handle<promise_type> handle;
};

template <typename T> class [[nodiscard]] job {
public:
  using promise_type = job_promise<T>;
  explicit job(std::coroutine_handle<promise_type>) noexcept;
  job(job &&) noexcept;
  ~job();
  auto start() && {
    handle.resume();
    return running<T>(std::exchange(handle, nullptr));
  }
  shared<T> share() &&;
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();

private:
  std::coroutine_handle<promise_type> handle;
};

} // namespace inhouse
#endif
