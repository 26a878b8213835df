// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef ASYNC_SIMPLE_FUTURE_H
#define ASYNC_SIMPLE_FUTURE_H
#include <chrono>
#include <exception>
#include <functional>
#include <utility>

namespace async_simple {

class Executor;
template <typename T> class Try {
public:
  T &value() &;
  T &&value() &&;
  bool hasError() const;
};
template <> class Try<void> {
public:
  void value();
  bool hasError() const;
};

template <typename T> class Future;
template <typename T> class Promise {
public:
  Promise(Promise &&) noexcept;
  Future<T> getFuture();
  void setValue(T value);
  void setException(std::exception_ptr error);
};
template <typename T> class Future {
public:
  Future(Future &&) noexcept;
  T get() &&;
  void wait();
  Future<T> via(Executor *executor) &&;
  Future<T> coAwait(Executor *executor) && noexcept;
  template <typename F> Future<T> then(F &&callback) && { __builtin_trap(); }
  template <typename F> Future<T> thenTry(F &&callback) && { __builtin_trap(); }
  template <typename F> Future<T> thenValue(F &&callback) && { __builtin_trap(); }
  template <typename F> void setContinuation(F &&callback) { __builtin_trap(); }
  bool await_ready() const noexcept { return false; }
  template <typename H> void await_suspend(H handle);
  T await_resume();
};
template <typename T> Future<T> makeReadyFuture(T &&value);

} // namespace async_simple
#endif
