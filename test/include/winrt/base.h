// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the model of C++/WinRT names, as declarations only.
#ifndef WINRT_BASE_H
#define WINRT_BASE_H
#include <bits/mock_task.h>
#include <chrono>

namespace winrt {

namespace impl {
template <typename D> struct consume_Windows_Foundation_IAsyncAction {
  void get() const;
  int wait_for(const std::chrono::milliseconds &limit) const;
};
template <typename D> struct consume_Windows_Foundation_IAsyncActionWithProgress {
  void get() const;
};
template <typename D, typename T> struct consume_Windows_Foundation_IAsyncOperation {
  T get() const;
  int wait_for(const std::chrono::milliseconds &limit) const;
};
template <typename D, typename T> struct consume_Windows_Foundation_IAsyncOperationWithProgress {
  T get() const;
};
} // namespace impl

namespace Windows::Foundation {
struct IAsyncAction : impl::consume_Windows_Foundation_IAsyncAction<IAsyncAction> {
  using promise_type = mock::promise<IAsyncAction, void, std::suspend_never>;
  mock::awaiter<void> operator co_await() const;
  void Cancel() const;
};
template <typename P>
struct IAsyncActionWithProgress : impl::consume_Windows_Foundation_IAsyncActionWithProgress<P> {
  using promise_type = mock::promise<IAsyncActionWithProgress, void, std::suspend_never>;
  mock::awaiter<void> operator co_await() const;
};
template <typename T>
struct IAsyncOperation : impl::consume_Windows_Foundation_IAsyncOperation<IAsyncOperation<T>, T> {
  using promise_type = mock::promise<IAsyncOperation, T, std::suspend_never>;
  mock::awaiter<T> operator co_await() const;
};
template <typename T, typename P>
struct IAsyncOperationWithProgress : impl::consume_Windows_Foundation_IAsyncOperationWithProgress<P, T> {
  using promise_type = mock::promise<IAsyncOperationWithProgress, T, std::suspend_never>;
  mock::awaiter<T> operator co_await() const;
};
} // namespace Windows::Foundation

struct fire_and_forget {
  using promise_type = mock::promise<fire_and_forget, void, std::suspend_never>;
};
template <typename... A> Windows::Foundation::IAsyncAction when_all(A... operands);
template <typename T, typename... A> T when_any(T first, A... others);
[[nodiscard]] mock::awaiter<void> resume_after(std::chrono::milliseconds pause) noexcept;
[[nodiscard]] mock::awaiter<void> resume_background() noexcept;
template <typename D> [[nodiscard]] mock::awaiter<void> resume_foreground(const D &dispatcher) noexcept;
[[nodiscard]] mock::awaiter<bool> resume_on_signal(void *handle,
                                                   std::chrono::milliseconds limit = {}) noexcept;

struct slim_mutex {
  void lock() noexcept;
  void lock_shared() noexcept;
  bool try_lock() noexcept;
  bool try_lock_shared() noexcept;
  void unlock() noexcept;
  void unlock_shared() noexcept;
};
struct slim_lock_guard {
  explicit slim_lock_guard(slim_mutex &mutex) noexcept;
  ~slim_lock_guard() noexcept;
};
struct slim_shared_lock_guard {
  explicit slim_shared_lock_guard(slim_mutex &mutex) noexcept;
  ~slim_shared_lock_guard() noexcept;
};
struct slim_condition_variable {
  template <typename F> void wait(slim_mutex &mutex, F condition) { __builtin_trap(); }
};

} // namespace winrt
#endif
