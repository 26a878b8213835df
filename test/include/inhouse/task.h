// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A lazy task as projects write their own: nothing runs before it is awaited, the awaiter is given by a
// member `operator co_await`, and the end of the task resumes its awaiter by symmetric transfer.
#ifndef INHOUSE_TASK_H
#define INHOUSE_TASK_H
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace inhouse {

template <typename T = void> class task;

namespace detail {

struct task_promise_base {
  struct final_awaiter {
    bool await_ready() const noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> finished) const noexcept {
      return finished.promise().continuation;
    }
    void await_resume() const noexcept {}
  };
  std::suspend_always initial_suspend() const noexcept { return {}; }
  final_awaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }

  std::coroutine_handle<> continuation = std::noop_coroutine();
  std::exception_ptr error;
};

template <typename T> struct task_promise : task_promise_base {
  task<T> get_return_object() noexcept;
  template <typename U> void return_value(U &&result) { value = std::forward<U>(result); }
  T take() {
    if (error)
      std::rethrow_exception(error);
    return std::move(*value);
  }
  std::optional<T> value;
};

template <> struct task_promise<void> : task_promise_base {
  task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void take() const {
    if (error)
      std::rethrow_exception(error);
  }
};

} // namespace detail

template <typename T> class [[nodiscard]] task {
public:
  using promise_type = detail::task_promise<T>;

  explicit task(std::coroutine_handle<promise_type> handle) noexcept : handle(handle) {}
  task(task &&other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  task &operator=(task &&other) noexcept {
    std::swap(handle, other.handle);
    return *this;
  }
  ~task() {
    if (handle)
      handle.destroy();
  }

  auto operator co_await() const noexcept {
    struct awaiter {
      std::coroutine_handle<promise_type> handle;
      bool await_ready() const noexcept { return handle.done(); }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) const noexcept {
        handle.promise().continuation = waiting;
        return handle;
      }
      T await_resume() const { return handle.promise().take(); }
    };
    return awaiter{handle};
  }

private:
  std::coroutine_handle<promise_type> handle;
};

template <typename T> task<T> detail::task_promise<T>::get_return_object() noexcept {
  return task<T>(std::coroutine_handle<task_promise>::from_promise(*this));
}
inline task<void> detail::task_promise<void>::get_return_object() noexcept {
  return task<void>(std::coroutine_handle<task_promise>::from_promise(*this));
}

/// Runs a task to its end on the calling thread, which waits for it.
template <typename T> T sync_wait(task<T> work);

} // namespace inhouse
#endif
