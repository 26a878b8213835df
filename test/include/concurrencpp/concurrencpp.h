// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the tests use of concurrencpp: our own declarations of its names.
#ifndef MOCK_CONCURRENCPP
#define MOCK_CONCURRENCPP
#include <bits/mock_task.h>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <span>
#include <tuple>
#include <vector>

namespace concurrencpp {
enum class result_status { idle, value, exception };

template <typename T> class result;
template <typename T> class result_promise {
public:
  result_promise();
  result_promise(result_promise &&) noexcept;
  result<T> get_result();
  template <typename... A> void set_result(A &&...value);
  void set_exception(std::exception_ptr error);
  template <typename F> void set_from_function(F &&function);
};
template <typename T> class result {
public:
  struct promise_type : mock::promise<result, T, std::suspend_never> {};
  result() noexcept;
  result(result &&) noexcept;
  result &operator=(result &&) noexcept;
  ~result();
  T get();
  void wait() const;
  template <typename R, typename P> result_status wait_for(std::chrono::duration<R, P>) const;
  template <typename C, typename D> result_status wait_until(std::chrono::time_point<C, D>) const;
  auto operator co_await() { return mock::awaiter<T>(); }
  auto resolve() { return mock::awaiter<result>(); }
};
template <typename T> class shared_result {
public:
  shared_result(result<T>);
  shared_result(const shared_result &) noexcept;
  ~shared_result();
  const T &get();
  void wait();
  template <typename R, typename P> result_status wait_for(std::chrono::duration<R, P>);
  template <typename C, typename D> result_status wait_until(std::chrono::time_point<C, D>);
  auto operator co_await() { return mock::awaiter<const T &>(); }
  auto resolve() { return mock::awaiter<shared_result>(); }
};
template <typename T> class lazy_result {
public:
  struct promise_type : mock::promise<lazy_result, T> {};
  lazy_result(lazy_result &&) noexcept;
  ~lazy_result();
  result<T> run();
  auto operator co_await() { return mock::awaiter<T>(); }
  auto resolve() { return mock::awaiter<lazy_result>(); }
};
struct null_result {
  struct promise_type : mock::promise<null_result, void, std::suspend_never> {};
};
template <typename T> class generator {
public:
  struct promise_type : mock::promise<generator, void> {
    std::suspend_always yield_value(const T &);
    void await_transform() = delete;
  };
  generator(generator &&) noexcept;
  ~generator();
};

// ----- executors -----

struct executor_tag {};

class executor {
public:
  virtual ~executor();
  template <typename F, typename... A> void post(F &&, A &&...) { __builtin_trap(); }
  template <typename F, typename... A> result<std::invoke_result_t<F, A...>> submit(F &&, A &&...) {
    __builtin_trap();
  }
  template <typename F> void bulk_post(std::span<F>);
  template <typename F> std::vector<result<std::invoke_result_t<F>>> bulk_submit(std::span<F>);
};
template <typename E> class derivable_executor : public executor {
public:
  template <typename F, typename... A> void post(F &&, A &&...) { __builtin_trap(); }
  template <typename F, typename... A> result<std::invoke_result_t<F, A...>> submit(F &&, A &&...) {
    __builtin_trap();
  }
  template <typename F> void bulk_post(std::span<F>);
  template <typename F> std::vector<result<std::invoke_result_t<F>>> bulk_submit(std::span<F>);
};
class inline_executor : public executor {};
class thread_executor : public derivable_executor<thread_executor> {};
class thread_pool_executor : public derivable_executor<thread_pool_executor> {};
class worker_thread_executor : public derivable_executor<worker_thread_executor> {};
class manual_executor : public derivable_executor<manual_executor> {
public:
  bool loop_once();
  std::size_t loop(std::size_t);
  bool loop_once_for(std::chrono::milliseconds);
  std::size_t loop_for(std::size_t, std::chrono::milliseconds);
  void wait_for_task();
  bool wait_for_task_for(std::chrono::milliseconds);
  void wait_for_tasks(std::size_t);
  std::size_t wait_for_tasks_for(std::size_t, std::chrono::milliseconds);
};
class timer_queue {
public:
  lazy_result<void> make_delay_object(std::chrono::milliseconds, std::shared_ptr<executor>);
};
class runtime {
public:
  std::shared_ptr<concurrencpp::timer_queue> timer_queue() const noexcept;
  std::shared_ptr<concurrencpp::thread_pool_executor> thread_pool_executor() const noexcept;
  std::shared_ptr<concurrencpp::thread_pool_executor> background_executor() const noexcept;
};

namespace details {
template <typename E> class resume_on_awaitable : public mock::awaiter<void> {};
} // namespace details
template <typename E> auto resume_on(std::shared_ptr<E>) { return details::resume_on_awaitable<E>(); }

// ----- joining, racing, values -----

template <typename E, typename... R>
lazy_result<std::tuple<std::decay_t<R>...>> when_all(std::shared_ptr<E>, R &&...);
template <typename E, typename I>
lazy_result<std::vector<std::remove_cvref_t<decltype(*std::declval<I>())>>> when_all(std::shared_ptr<E>, I,
                                                                                     I);
template <typename R> struct when_any_result {
  std::size_t index;
  R results;
};
template <typename E, typename... R>
lazy_result<when_any_result<std::tuple<std::decay_t<R>...>>> when_any(std::shared_ptr<E>, R &&...);
template <typename E, typename I>
lazy_result<when_any_result<std::vector<std::remove_cvref_t<decltype(*std::declval<I>())>>>>
    when_any(std::shared_ptr<E>, I, I);
template <typename T, typename... A> result<T> make_ready_result(A &&...);
template <typename T> result<T> make_exceptional_result(std::exception_ptr);

// ----- locks -----

class async_lock;
class scoped_async_lock {
public:
  scoped_async_lock(scoped_async_lock &&) noexcept;
  scoped_async_lock(async_lock &, std::defer_lock_t) noexcept;
  scoped_async_lock(async_lock &, std::adopt_lock_t) noexcept;
  ~scoped_async_lock();
  lazy_result<void> lock(std::shared_ptr<executor>);
  lazy_result<bool> try_lock();
  void unlock();
  async_lock *release() noexcept;
};
class async_lock {
public:
  lazy_result<scoped_async_lock> lock(std::shared_ptr<executor>);
  lazy_result<bool> try_lock();
  void unlock();
};
} // namespace concurrencpp
#endif
