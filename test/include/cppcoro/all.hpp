// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the tests use of cppcoro: our own declarations of its names.
#ifndef MOCK_CPPCORO
#define MOCK_CPPCORO
#include <bits/mock_task.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <tuple>
#include <vector>

namespace cppcoro {
template <typename T = void> class [[nodiscard]] task {
public:
  struct promise_type : mock::promise<task, T> {};
  task(task &&) noexcept;
  task &operator=(task &&) noexcept;
  ~task();
  bool is_ready() const noexcept;
  auto operator co_await() const & noexcept { return mock::awaiter<T>(); }
  auto operator co_await() const && noexcept { return mock::awaiter<T>(); }
};

template <typename T = void> class [[nodiscard]] shared_task {
public:
  struct promise_type : mock::promise<shared_task, T> {};
  shared_task(const shared_task &) noexcept;
  ~shared_task();
  auto operator co_await() const noexcept { return mock::awaiter<T>(); }
};

template <typename T> class [[nodiscard]] async_generator {
public:
  struct promise_type : mock::promise<async_generator, void> {
    std::suspend_always yield_value(T);
    void return_value() = delete;
  };
  struct iterator {
    T &operator*() const noexcept;
    mock::awaiter<iterator &> operator++() noexcept;
    bool operator==(const iterator &) const noexcept;
  };
  async_generator(async_generator &&) noexcept;
  ~async_generator();
  auto begin() noexcept { return mock::awaiter<iterator>(); }
  iterator end() noexcept;
};

template <typename T> class [[nodiscard]] generator {
public:
  struct promise_type : mock::promise<generator, void> {
    std::suspend_always yield_value(T);
    void await_transform() = delete;
  };
  generator(generator &&) noexcept;
  ~generator();
  T *begin();
  T *end() noexcept;
};
template <typename T> class [[nodiscard]] recursive_generator {
public:
  struct promise_type : mock::promise<recursive_generator, void> {
    std::suspend_always yield_value(T);
    void await_transform() = delete;
  };
  recursive_generator(recursive_generator &&) noexcept;
  ~recursive_generator();
};

// ----- joining, wrapping, waiting -----

template <typename T> auto when_all(std::vector<task<T>> tasks) {
  if constexpr (std::is_void_v<T>)
    return mock::awaiter<void>();
  else
    return mock::awaiter<std::vector<T>>();
}
template <typename... T>
[[nodiscard]] mock::awaiter<std::tuple<mock::value_of<T>...>> when_all(task<T>... tasks);
template <typename T> struct when_all_task {
  T result();
};
template <typename T> mock::awaiter<std::vector<when_all_task<T>>> when_all_ready(std::vector<task<T>> tasks);
template <typename... T>
[[nodiscard]] mock::awaiter<std::tuple<when_all_task<T>...>> when_all_ready(task<T>... tasks);
template <typename A> mock::result_of<A> sync_wait(A &&awaitable);
template <typename A> task<mock::result_of<A>> make_task(A awaitable);
template <typename A> shared_task<mock::result_of<A>> make_shared_task(A awaitable);
template <typename S, typename A> task<mock::result_of<A>> schedule_on(S &scheduler, A awaitable);
template <typename S, typename A> task<mock::result_of<A>> resume_on(S &scheduler, A awaitable);
template <typename F, typename A> mock::awaiter<std::invoke_result_t<F, mock::result_of<A>>> fmap(F &&, A &&);

class async_scope {
public:
  ~async_scope();
  template <typename A> void spawn(A &&awaitable);
  [[nodiscard]] auto join() noexcept { return mock::awaiter<void>(); }
};

// ----- cancellation, schedulers -----

class cancellation_token {
public:
  bool is_cancellation_requested() const noexcept;
};
class cancellation_source {
public:
  [[nodiscard]] cancellation_token token() const noexcept;
  void request_cancellation();
};

class static_thread_pool {
public:
  class schedule_operation : public mock::awaiter<void> {};
  static_thread_pool();
  explicit static_thread_pool(std::uint32_t threads);
  [[nodiscard]] schedule_operation schedule() noexcept;
};
class inline_scheduler {
public:
  std::suspend_never schedule() const noexcept;
};
class io_service {
public:
  class schedule_operation : public mock::awaiter<void> {};
  class timed_schedule_operation : public mock::awaiter<void> {};
  [[nodiscard]] schedule_operation schedule() noexcept;
  template <typename R, typename P>
  [[nodiscard]] timed_schedule_operation schedule_after(const std::chrono::duration<R, P> &,
                                                        cancellation_token = {}) noexcept;
  std::uint64_t process_events();
  std::uint64_t process_pending_events();
  std::uint64_t process_one_event();
  void stop() noexcept;
};

// ----- locks, events, queues -----

class async_mutex;
class async_mutex_lock {
public:
  async_mutex_lock(async_mutex_lock &&) noexcept;
  ~async_mutex_lock();
};
class async_mutex_lock_operation : public mock::awaiter<void> {};
class async_mutex_scoped_lock_operation : public mock::awaiter<async_mutex_lock> {};
class async_mutex {
public:
  bool try_lock() noexcept;
  async_mutex_lock_operation lock_async() noexcept;
  async_mutex_scoped_lock_operation scoped_lock_async() noexcept;
  void unlock();
};

class async_manual_reset_event {
public:
  auto operator co_await() const noexcept { return mock::awaiter<void>(); }
  void set() noexcept;
};
class async_auto_reset_event {
public:
  auto operator co_await() const noexcept { return mock::awaiter<void>(); }
  void set() noexcept;
};
class async_latch {
public:
  async_latch(std::ptrdiff_t count) noexcept;
  void count_down(std::ptrdiff_t n = 1) noexcept;
  auto operator co_await() const noexcept { return mock::awaiter<void>(); }
};

template <typename N = std::size_t> class sequence_barrier {
public:
  template <typename S> mock::awaiter<N> wait_until_published(N, S &scheduler) const noexcept;
  void publish(N) noexcept;
};
template <typename N = std::size_t> class single_producer_sequencer {
public:
  single_producer_sequencer(const sequence_barrier<N> &consumer, std::size_t size);
  template <typename S> mock::awaiter<N> claim_one(S &scheduler) noexcept;
  template <typename S> mock::awaiter<std::vector<N>> claim_up_to(std::size_t, S &scheduler) noexcept;
  void publish(N) noexcept;
  template <typename S> mock::awaiter<N> wait_until_published(N, S &scheduler) const noexcept;
};
template <typename N = std::size_t> class multi_producer_sequencer {
public:
  multi_producer_sequencer(const sequence_barrier<N> &consumer, std::size_t size);
  template <typename S> mock::awaiter<N> claim_one(S &scheduler) noexcept;
  template <typename S> mock::awaiter<std::vector<N>> claim_up_to(std::size_t, S &scheduler) noexcept;
  void publish(N) noexcept;
  template <typename S> mock::awaiter<N> wait_until_published(N, N known, S &scheduler) const noexcept;
};

// ----- files and sockets -----

class file_read_operation : public mock::awaiter<std::size_t> {};
class file_read_operation_cancellable : public mock::awaiter<std::size_t> {};
class file_write_operation : public mock::awaiter<std::size_t> {};
class file_write_operation_cancellable : public mock::awaiter<std::size_t> {};
class readable_file {
public:
  [[nodiscard]] file_read_operation read(std::uint64_t, void *, std::size_t) const noexcept;
  [[nodiscard]] file_read_operation_cancellable read(std::uint64_t, void *, std::size_t,
                                                     cancellation_token) const noexcept;
};
class writable_file {
public:
  [[nodiscard]] file_write_operation write(std::uint64_t, const void *, std::size_t) noexcept;
  [[nodiscard]] file_write_operation_cancellable write(std::uint64_t, const void *, std::size_t,
                                                       cancellation_token) noexcept;
};
class read_only_file : public readable_file {};
class write_only_file : public writable_file {};
class read_write_file : public readable_file, public writable_file {};

namespace net {
class ip_endpoint {};
class socket_accept_operation : public mock::awaiter<void> {};
class socket_accept_operation_cancellable : public mock::awaiter<void> {};
class socket_connect_operation : public mock::awaiter<void> {};
class socket_connect_operation_cancellable : public mock::awaiter<void> {};
class socket_disconnect_operation : public mock::awaiter<void> {};
class socket_disconnect_operation_cancellable : public mock::awaiter<void> {};
class socket_recv_operation : public mock::awaiter<std::size_t> {};
class socket_recv_operation_cancellable : public mock::awaiter<std::size_t> {};
class socket_recv_from_operation : public mock::awaiter<std::tuple<std::size_t, ip_endpoint>> {};
class socket_recv_from_operation_cancellable : public mock::awaiter<std::tuple<std::size_t, ip_endpoint>> {};
class socket_send_operation : public mock::awaiter<std::size_t> {};
class socket_send_operation_cancellable : public mock::awaiter<std::size_t> {};
class socket_send_to_operation : public mock::awaiter<std::size_t> {};
class socket_send_to_operation_cancellable : public mock::awaiter<std::size_t> {};

class socket {
public:
  static socket create_tcpv4(io_service &);
  socket(socket &&) noexcept;
  ~socket();
  [[nodiscard]] socket_connect_operation connect(const ip_endpoint &) noexcept;
  [[nodiscard]] socket_connect_operation_cancellable connect(const ip_endpoint &,
                                                             cancellation_token) noexcept;
  [[nodiscard]] socket_accept_operation accept(socket &) noexcept;
  [[nodiscard]] socket_accept_operation_cancellable accept(socket &, cancellation_token) noexcept;
  [[nodiscard]] socket_disconnect_operation disconnect() noexcept;
  [[nodiscard]] socket_disconnect_operation_cancellable disconnect(cancellation_token) noexcept;
  [[nodiscard]] socket_send_operation send(const void *, std::size_t) noexcept;
  [[nodiscard]] socket_send_operation_cancellable send(const void *, std::size_t,
                                                       cancellation_token) noexcept;
  [[nodiscard]] socket_recv_operation recv(void *, std::size_t) noexcept;
  [[nodiscard]] socket_recv_operation_cancellable recv(void *, std::size_t, cancellation_token) noexcept;
  [[nodiscard]] socket_recv_from_operation recv_from(void *, std::size_t) noexcept;
  [[nodiscard]] socket_recv_from_operation_cancellable recv_from(void *, std::size_t,
                                                                 cancellation_token) noexcept;
  [[nodiscard]] socket_send_to_operation send_to(const ip_endpoint &, const void *, std::size_t) noexcept;
  [[nodiscard]] socket_send_to_operation_cancellable send_to(const ip_endpoint &, const void *, std::size_t,
                                                             cancellation_token) noexcept;
  void close_send();
  void close_recv();
};
} // namespace net
} // namespace cppcoro
#endif
