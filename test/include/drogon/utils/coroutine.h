// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef DROGON_UTILS_COROUTINE_H
#define DROGON_UTILS_COROUTINE_H
#include <bits/mock_task.h>
#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <trantor/net/EventLoop.h>
#include <tuple>
#include <vector>

namespace drogon {

template <typename T = void> struct [[nodiscard]] Task {
  using promise_type = mock::promise<Task<T>, T>;
  mock::awaiter<T> operator co_await() const noexcept;
};
struct AsyncTask {
  using promise_type = mock::promise<AsyncTask, void, std::suspend_never>;
};

namespace internal {
struct [[nodiscard]] TimerAwaiter : mock::awaiter<void> {};
struct [[nodiscard]] LoopAwaiter : mock::awaiter<void> {};
struct [[nodiscard]] SwitchThreadAwaiter : mock::awaiter<void> {};
struct [[nodiscard]] EndAwaiter : mock::awaiter<void> {};
template <typename T> struct [[nodiscard]] EventLoopAwaiter : mock::awaiter<T> {};
template <typename... T>
struct WhenAllAwaiter : mock::awaiter<std::tuple<mock::value_of<mock::result_of<T>>...>> {};
template <typename T> struct WhenAllAwaiter<std::vector<Task<T>>> : mock::awaiter<std::vector<T>> {};
template <> struct WhenAllAwaiter<std::vector<Task<void>>> : mock::awaiter<void> {};
} // namespace internal

template <typename A> auto sync_wait(A &&awaitable) -> mock::result_of<A>;
template <typename A> auto co_future(A &&awaitable) noexcept -> std::future<mock::result_of<A>>;
template <typename F> void async_run(F &&coroutine) { __builtin_trap(); }
internal::TimerAwaiter sleepCoro(trantor::EventLoop *loop, double seconds) noexcept;
internal::TimerAwaiter sleepCoro(trantor::EventLoop *loop,
                                 const std::chrono::duration<double> &pause) noexcept;
internal::LoopAwaiter queueInLoopCoro(trantor::EventLoop *loop, std::function<void()> job);
internal::SwitchThreadAwaiter switchThreadCoro(trantor::EventLoop *loop) noexcept;
internal::EndAwaiter untilQuit(trantor::EventLoop *loop);
template <typename... T> internal::WhenAllAwaiter<Task<T>...> when_all(Task<T>... tasks);
template <typename T> internal::WhenAllAwaiter<std::vector<Task<T>>> when_all(std::vector<Task<T>> tasks);
internal::WhenAllAwaiter<std::vector<Task<void>>> when_all(std::vector<Task<void>> tasks);

class Mutex {
  struct Awaiter : mock::awaiter<void> {};
  struct ScopedAwaiter : mock::awaiter<std::unique_lock<Mutex>> {};

public:
  [[nodiscard]] Awaiter lock() noexcept;
  [[nodiscard]] ScopedAwaiter scoped_lock() noexcept;
  bool try_lock() noexcept;
  void unlock() noexcept;
};

} // namespace drogon
#endif
