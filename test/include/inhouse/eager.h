// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An eager task: the body runs at the call up to its first suspension, the result is kept until it is
// awaited.
#ifndef INHOUSE_EAGER_H
#define INHOUSE_EAGER_H
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace inhouse {

template <typename T = void> class eager;

namespace detail {

struct eager_promise_base {
  struct final_awaiter {
    bool await_ready() const noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> finished) const noexcept {
      return finished.promise().continuation;
    }
    void await_resume() const noexcept {}
  };
  std::suspend_never initial_suspend() const noexcept { return {}; }
  final_awaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }

  std::coroutine_handle<> continuation = std::noop_coroutine();
  std::exception_ptr error;
};

template <typename T> struct eager_promise : eager_promise_base {
  eager<T> get_return_object() noexcept;
  template <typename U> void return_value(U &&result) { value = std::forward<U>(result); }
  std::optional<T> value;
};

template <> struct eager_promise<void> : eager_promise_base {
  eager<void> get_return_object() noexcept;
  void return_void() const noexcept {}
};

} // namespace detail

template <typename T> class [[nodiscard]] eager {
public:
  using promise_type = detail::eager_promise<T>;

  explicit eager(std::coroutine_handle<promise_type> handle) noexcept : handle(handle) {}
  eager(eager &&other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  eager &operator=(eager &&other) noexcept {
    std::swap(handle, other.handle);
    return *this;
  }
  ~eager() {
    if (handle)
      handle.destroy();
  }

  bool await_ready() const noexcept { return handle.done(); }
  void await_suspend(std::coroutine_handle<> waiting) const noexcept {
    handle.promise().continuation = waiting;
  }
  T await_resume() const {
    if (handle.promise().error)
      std::rethrow_exception(handle.promise().error);
    if constexpr (!std::is_void_v<T>)
      return std::move(*handle.promise().value);
  }

private:
  std::coroutine_handle<promise_type> handle;
};

template <typename T> eager<T> detail::eager_promise<T>::get_return_object() noexcept {
  return eager<T>(std::coroutine_handle<eager_promise>::from_promise(*this));
}
inline eager<void> detail::eager_promise<void>::get_return_object() noexcept {
  return eager<void>(std::coroutine_handle<eager_promise>::from_promise(*this));
}

} // namespace inhouse
#endif
