// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the model of async_simple names, as declarations only.
#ifndef ASYNC_SIMPLE_CORO_LAZY_H
#define ASYNC_SIMPLE_CORO_LAZY_H
#include <async_simple/Future.h>
#include <coroutine>

namespace async_simple {

struct CurrentExecutor {};

class Executor {
public:
  using Duration = std::chrono::microseconds;
  class TimeAwaitable {
  public:
    auto coAwait(Executor *executor);
  };
  virtual ~Executor();
  virtual bool schedule(std::function<void()> job) = 0;
  TimeAwaitable after(Duration pause);
};

enum SignalType : unsigned { None, Terminate };
class Slot;
class Signal {
public:
  SignalType emits(SignalType what) noexcept;
};
class Slot {};

namespace coro {

template <typename T> struct ReadyAwaiter {
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume();
};
template <typename T = void> struct CurrentLazyLocals {};
struct CurrentSlot {};
struct ForbidSignal {};
struct Yield {};

template <typename T = void> class Lazy;
template <typename T = void> class RescheduleLazy;

namespace detail {

struct Resumed {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};

struct LazyPromiseBase {
  std::suspend_always initial_suspend() noexcept { return {}; }
  Resumed final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept;
  template <typename A> decltype(auto) await_transform(A &&a) {
    if constexpr (requires { static_cast<A &&>(a).coAwait(nullptr); })
      return static_cast<A &&>(a).coAwait(nullptr);
    else
      return static_cast<A &&>(a);
  }
  ReadyAwaiter<Executor *> await_transform(CurrentExecutor);
  ReadyAwaiter<Slot *> await_transform(CurrentSlot);
  Resumed await_transform(Yield);
};
template <typename T> struct LazyPromise : LazyPromiseBase {
  Lazy<T> get_return_object() noexcept;
  template <typename U> void return_value(U &&value);
};
template <> struct LazyPromise<void> : LazyPromiseBase {
  Lazy<void> get_return_object() noexcept;
  void return_void() noexcept;
};

template <typename T> class LazyBase {
public:
  using promise_type = LazyPromise<T>;
  using ValueType = T;
  LazyBase(LazyBase &&) noexcept;
  struct TryAwaiter : Resumed {
    Try<T> await_resume();
  };
  struct ValueAwaiter : Resumed {
    T await_resume();
  };
  template <typename F> void start(F &&callback) { __builtin_trap(); }
  ValueAwaiter operator co_await();
  TryAwaiter coAwaitTry();

protected:
  std::coroutine_handle<promise_type> _coro;
};

} // namespace detail

template <typename T> class [[nodiscard]] Lazy : public detail::LazyBase<T> {
public:
  using promise_type = detail::LazyPromise<T>;
  Lazy(Lazy &&) noexcept;
  using detail::LazyBase<T>::start;
  RescheduleLazy<T> via(Executor *executor) &&;
  Lazy<T> setEx(Executor *executor) &&;
  template <typename L> Lazy<T> setLazyLocal(L &&local) &&;
  template <typename F> void directlyStart(F &&callback, Executor *executor) { __builtin_trap(); }
  typename detail::LazyBase<T>::ValueAwaiter coAwait(Executor *executor);
};
template <typename T> class [[nodiscard]] RescheduleLazy : public detail::LazyBase<T> {
public:
  RescheduleLazy(RescheduleLazy &&) noexcept;
  void detach();
  using detail::LazyBase<T>::start;
};
template <typename T> Lazy<T> detail::LazyPromise<T>::get_return_object() noexcept { __builtin_trap(); }

template <typename R> class Generator {
public:
  class promise_type {
  public:
    Generator get_return_object() noexcept;
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(R &&value);
    void unhandled_exception();
    void return_void() noexcept;
    void await_transform() = delete;
  };
  R *begin();
  R *end();
};

Executor *currentExecutor();
detail::Resumed dispatch(Executor *executor);

} // namespace coro
} // namespace async_simple
#endif
