// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the tests' task libraries are made of: a promise and an awaiter, declared and never defined.
#ifndef MOCK_TASK_H
#define MOCK_TASK_H
#include <coroutine>
#include <exception>
#include <utility>

namespace mock {
template <typename T> struct awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  T await_resume() const;
};

template <typename T> struct returns {
  template <std::convertible_to<T> U = T> void return_value(U &&);
};
template <> struct returns<void> {
  void return_void();
};

template <typename Task, typename T, typename Start = std::suspend_always> struct promise : returns<T> {
  Task get_return_object();
  Start initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception();
};

/// In place of void among values.
struct unit {};
template <typename T> using value_of = std::conditional_t<std::is_void_v<T>, unit, T>;

/// What co_await makes of an awaitable.
template <typename A> auto awaiter_of(A &&awaitable) {
  if constexpr (requires { std::forward<A>(awaitable).operator co_await(); })
    return std::forward<A>(awaitable).operator co_await();
  else
    return std::forward<A>(awaitable);
}
template <typename A> using result_of = decltype(awaiter_of(std::declval<A>()).await_resume());
} // namespace mock
#endif
