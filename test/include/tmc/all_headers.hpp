// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the tests use of TooManyCooks: our own declarations of its names.
#ifndef MOCK_TMC
#define MOCK_TMC
#include <bits/mock_task.h>
#include <chrono>
#include <cstddef>
#include <future>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace tmc {
class ex_any {};
class ex_asio {};
class ex_braid {};
class ex_cpu {};
class ex_cpu_st {};
class ex_manual_st {};
ex_cpu &cpu_executor();

namespace detail {
template <typename D> struct run_on_mixin {
  template <typename E> D &&run_on(E &&executor) &&;
};
template <typename D> struct resume_on_mixin {
  template <typename E> D &&resume_on(E &&executor) &&;
};
template <typename D> struct with_priority_mixin {
  D &&with_priority(std::size_t) &&;
};
} // namespace detail

template <typename T = void> struct [[nodiscard]] task {
  struct promise_type : mock::promise<task, T> {};
  task(task &&) noexcept;
  task &operator=(task &&) noexcept;
  ~task();
  template <typename E> task &&resume_on(E &&executor) &&;
  auto operator co_await() && noexcept { return mock::awaiter<T>(); }
};

// ----- starting and joining -----

template <typename A, typename T> struct aw_spawn_fork_impl : mock::awaiter<T> {};
template <typename T> struct aw_spawn_func_fork_impl : mock::awaiter<T> {};
template <typename T> struct aw_spawn_many_impl : mock::awaiter<T> {};
template <typename... A> struct aw_spawn_tuple_impl : mock::awaiter<std::tuple<A...>> {};

template <typename A, typename T = mock::result_of<A>>
class [[nodiscard]] aw_spawn : public mock::awaiter<T>,
                               public detail::run_on_mixin<aw_spawn<A, T>>,
                               public detail::resume_on_mixin<aw_spawn<A, T>>,
                               public detail::with_priority_mixin<aw_spawn<A, T>> {
public:
  aw_spawn_fork_impl<A, T> fork() &&;
  void detach() &&;
};
template <typename T>
class [[nodiscard]] aw_spawn_func : public mock::awaiter<T>, public detail::run_on_mixin<aw_spawn_func<T>> {
public:
  aw_spawn_func_fork_impl<T> fork() &&;
  void detach() &&;
};
template <typename T>
class [[nodiscard]] aw_spawn_many : public mock::awaiter<T>, public detail::run_on_mixin<aw_spawn_many<T>> {
public:
  aw_spawn_many_impl<T> fork() &&;
  void detach() &&;
};
template <typename... A> class [[nodiscard]] aw_spawn_tuple : public mock::awaiter<std::tuple<A...>> {
public:
  aw_spawn_tuple_impl<A...> fork() &&;
  void detach() &&;
};
template <std::size_t N, typename T>
class [[nodiscard]] aw_spawn_group : public mock::awaiter<std::vector<T>> {
public:
  template <typename A> void add(A &&);
  aw_spawn_many_impl<std::vector<T>> fork() &&;
};
template <std::size_t N, typename T>
class [[nodiscard]] aw_fork_group : public mock::awaiter<std::vector<T>> {
public:
  template <typename A> void fork(A &&);
};
template <std::size_t N, typename T> class mux_many : public mock::awaiter<std::size_t> {
public:
  template <typename A> void fork(std::size_t, A &&);
};
template <typename... A> class mux_tuple : public mock::awaiter<std::size_t> {
public:
  template <std::size_t N, typename F> void fork(F &&);
};

template <typename A> aw_spawn<A> spawn(A &&);
template <typename A> aw_spawn<A> spawn_clang(A &&);
template <typename R, typename A = std::remove_cvref_t<decltype(*std::declval<R>().begin())>>
aw_spawn_many<std::conditional_t<std::is_void_v<mock::result_of<A>>, void,
                                 std::vector<mock::value_of<mock::result_of<A>>>>>
spawn_many(R &&range);
template <typename I, typename A = std::remove_cvref_t<decltype(*std::declval<I>())>>
aw_spawn_many<std::vector<mock::value_of<mock::result_of<A>>>> spawn_many(I begin, I end);
template <std::size_t MaxCount, typename R,
          typename A = std::remove_cvref_t<decltype(*std::declval<R>().begin())>>
aw_spawn_many<std::vector<mock::value_of<mock::result_of<A>>>> spawn_many(R &&range);
template <typename R> aw_spawn_many<void> spawn_func_many(R &&range);
template <typename... T> aw_spawn_tuple<mock::value_of<T>...> spawn_tuple(task<T> &&...);
template <typename T> aw_spawn_group<0, T> spawn_group();
template <typename T> aw_fork_group<0, T> fork_group();
template <typename E, typename T> void post(E &&executor, T &&work, std::size_t priority = 0) {
  __builtin_trap();
}
template <typename E, typename R> void post_bulk(E &&executor, R &&range);
template <typename E, typename T> [[nodiscard]] std::future<T> post_waitable(E &&executor, task<T> &&);
template <typename E, typename R> [[nodiscard]] std::future<void> post_bulk_waitable(E &&executor, R &&range);
int async_main(task<int> &&);

template <typename A, typename C> class cancellable {
public:
  cancellable(A &&, C &&) { __builtin_trap(); }
};
template <typename... A, typename... C> task<std::size_t> select(cancellable<A, C>...);

// ----- executors -----

class [[nodiscard]] aw_resume_on : public mock::awaiter<void> {};
template <typename E> aw_resume_on resume_on(E &&executor);
template <typename E> mock::awaiter<aw_resume_on> enter(E &executor);
aw_resume_on change_priority(std::size_t);
class [[nodiscard]] aw_yield : public mock::awaiter<void> {};
class [[nodiscard]] aw_yield_if_requested : public mock::awaiter<void> {};
class [[nodiscard]] aw_reschedule : public mock::awaiter<void> {};
aw_yield yield();
aw_yield_if_requested yield_if_requested();
aw_reschedule reschedule();
mock::awaiter<void> check_yield_counter();
mock::awaiter<void> check_yield_counter_dynamic(std::size_t);

// ----- locks, permits, queues -----

class aw_acquire : public mock::awaiter<void> {};
class mutex;
class [[nodiscard]] mutex_scope {
  mutex_scope(mutex *) noexcept;

public:
  mutex_scope(mutex_scope &&) noexcept;
  ~mutex_scope();
};
class [[nodiscard]] aw_mutex_lock_scope : public mock::awaiter<mutex_scope> {};
class [[nodiscard]] aw_mutex_co_unlock : public mock::awaiter<void> {};
template <typename T> class [[nodiscard]] aw_mutex_co_unlock_return : public mock::awaiter<void> {};
class mutex {
public:
  aw_acquire operator co_await() noexcept { return {}; }
  aw_mutex_lock_scope lock_scope() noexcept;
  bool try_lock() noexcept;
  void unlock() noexcept;
  aw_mutex_co_unlock co_unlock() noexcept;
  aw_mutex_co_unlock_return<void> co_unlock_return() noexcept;
};
class rw_lock;
class [[nodiscard]] rw_lock_read_scope {
  rw_lock_read_scope(rw_lock *) noexcept;

public:
  rw_lock_read_scope(rw_lock_read_scope &&) noexcept;
  ~rw_lock_read_scope();
};
class [[nodiscard]] rw_lock_write_scope {
  rw_lock_write_scope(rw_lock *) noexcept;

public:
  rw_lock_write_scope(rw_lock_write_scope &&) noexcept;
  ~rw_lock_write_scope();
};
class [[nodiscard]] aw_rw_lock_read : public mock::awaiter<void> {};
class [[nodiscard]] aw_rw_lock_write : public mock::awaiter<void> {};
class [[nodiscard]] aw_rw_lock_read_scope : public mock::awaiter<rw_lock_read_scope> {};
class [[nodiscard]] aw_rw_lock_write_scope : public mock::awaiter<rw_lock_write_scope> {};
class rw_lock {
public:
  aw_rw_lock_read lock_read() noexcept;
  aw_rw_lock_write lock_write() noexcept;
  aw_rw_lock_read_scope lock_read_scope() noexcept;
  aw_rw_lock_write_scope lock_write_scope() noexcept;
  bool try_lock_read() noexcept;
  bool try_lock_write() noexcept;
  void unlock_read() noexcept;
  void unlock_write() noexcept;
};
class semaphore;
class [[nodiscard]] semaphore_scope {
  semaphore_scope(semaphore *) noexcept;

public:
  semaphore_scope(semaphore_scope &&) noexcept;
  ~semaphore_scope();
};
class [[nodiscard]] aw_semaphore_acquire_scope : public mock::awaiter<semaphore_scope> {};
class [[nodiscard]] aw_semaphore_co_release : public mock::awaiter<void> {};
class semaphore {
public:
  explicit semaphore(std::size_t) noexcept;
  aw_acquire operator co_await() noexcept { return {}; }
  aw_semaphore_acquire_scope acquire_scope() noexcept;
  void release(std::size_t count = 1) noexcept;
  aw_semaphore_co_release co_release() noexcept;
};

template <typename T> class channel {
public:
  class aw_pull : public mock::awaiter<std::optional<T>> {};
  class aw_push : public mock::awaiter<bool> {};
};
template <typename T> class chan_tok {
public:
  bool post(T) noexcept;
  typename channel<T>::aw_push push(T) noexcept;
  typename channel<T>::aw_pull pull() noexcept;
  std::optional<T> try_pull() noexcept;
  task<void> drain() noexcept;
  void drain_wait() noexcept;
};
template <typename T> class qu_mpsc_bounded {
public:
  class aw_pull : public mock::awaiter<std::optional<T>> {};
  class aw_push : public mock::awaiter<bool> {};
  aw_push push(T) noexcept;
  aw_pull pull() noexcept;
  std::optional<T> try_pull() noexcept;
};
template <typename T> class qu_spsc_bounded {
public:
  class aw_pull : public mock::awaiter<std::optional<T>> {};
  class aw_push : public mock::awaiter<bool> {};
  aw_push push(T) noexcept;
  aw_pull pull() noexcept;
  std::optional<T> try_pull() noexcept;
};
template <typename T> class qu_mpsc_unbounded {
public:
  class aw_pull : public mock::awaiter<std::optional<T>> {};
  bool post(T) noexcept;
  aw_pull pull() noexcept;
  std::optional<T> try_pull() noexcept;
};
template <typename T> class qu_spsc_unbounded {
public:
  class aw_pull : public mock::awaiter<std::optional<T>> {};
  void post(T) noexcept;
  aw_pull pull() noexcept;
  std::optional<T> try_pull() noexcept;
};

// ----- the network, by Asio -----

struct aw_asio_t {};
inline constexpr aw_asio_t aw_asio{};
class asio_safe_socket {
public:
  asio_safe_socket(asio_safe_socket &&);
  ~asio_safe_socket();
  task<bool> async_connect(const char *address);
  task<std::size_t> async_read(void *, std::size_t);
  task<std::size_t> async_read_some(void *, std::size_t);
  task<std::size_t> async_receive(void *, std::size_t);
  task<std::size_t> async_send(const void *, std::size_t);
  task<bool> async_wait(int);
  task<std::size_t> async_write(const void *, std::size_t);
  task<std::size_t> async_write_some(const void *, std::size_t);
};
} // namespace tmc
#endif
