// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the tests use of libcoro: our own declarations of its names, old and new ones side by side.
#ifndef MOCK_LIBCORO
#define MOCK_LIBCORO
#include <bits/mock_task.h>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace coro {
template <typename T = void> class [[nodiscard]] task {
public:
  struct promise_type : mock::promise<task, T> {};
  task() noexcept;
  task(task &&) noexcept;
  task &operator=(task &&) noexcept;
  ~task();
  bool resume();
  auto operator co_await() const & noexcept { return mock::awaiter<T>(); }
  auto operator co_await() const && noexcept { return mock::awaiter<T>(); }
};

template <typename T> class generator {
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

// ----- joining, racing, waiting -----

template <typename T> struct finished_task {
  mock::value_of<T> &return_value();
};
template <typename R, typename A = std::remove_cvref_t<decltype(*std::declval<R>().begin())>>
[[nodiscard]] mock::awaiter<std::vector<finished_task<mock::result_of<A>>>> when_all(R awaitables);
template <typename... T>
[[nodiscard]] mock::awaiter<std::tuple<finished_task<T>...>> when_all(task<T>... tasks);
template <typename... T> [[nodiscard]] task<std::variant<mock::value_of<T>...>> when_any(task<T>... tasks);
template <typename... T>
[[nodiscard]] task<std::variant<mock::value_of<T>...>> when_any(std::stop_source, task<T>... tasks);
template <typename A> mock::result_of<A> sync_wait(A &&awaitable);

template <typename T, typename E> class expected {
public:
  bool has_value() const noexcept;
  explicit operator bool() const noexcept;
  T &operator*();
};
enum class timeout_status { no_timeout, timeout };
enum class poll_op { read, write };
enum class poll_status { read, write, timeout, error, closed };
struct poll_stop_token {};

// ----- executors -----

class thread_pool {
public:
  class schedule_operation : public mock::awaiter<void> {};
  static std::unique_ptr<thread_pool> make_unique();
  [[nodiscard]] schedule_operation schedule();
  template <typename T> [[nodiscard]] task<T> schedule(task<T> task);
  [[nodiscard]] schedule_operation yield();
  bool spawn_detached(task<void> &&task) noexcept;
  task<void> spawn_joinable(task<void> &&task) noexcept;
  void shutdown() noexcept;
};

class scheduler {
public:
  class schedule_operation : public mock::awaiter<void> {};
  static std::unique_ptr<scheduler> make_unique();
  std::size_t process_events(std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  schedule_operation schedule();
  template <typename T> [[nodiscard]] task<T> schedule(task<T> task);
  template <typename T, typename R, typename P>
  [[nodiscard]] task<expected<T, timeout_status>> schedule(task<T> task, std::chrono::duration<R, P> timeout);
  template <typename T, typename R, typename P>
  [[nodiscard]] task<expected<T, timeout_status>> schedule(std::stop_source, task<T> task,
                                                           std::chrono::duration<R, P> timeout);
  [[nodiscard]] schedule_operation yield();
  template <typename R, typename P> [[nodiscard]] task<void> schedule_after(std::chrono::duration<R, P>);
  [[nodiscard]] task<void> schedule_at(std::chrono::steady_clock::time_point);
  template <typename R, typename P> [[nodiscard]] task<void> yield_for(std::chrono::duration<R, P>);
  [[nodiscard]] task<void> yield_until(std::chrono::steady_clock::time_point);
  [[nodiscard]] task<poll_status> poll(int descriptor, poll_op,
                                       std::chrono::milliseconds timeout = std::chrono::milliseconds{0},
                                       std::optional<poll_stop_token> = std::nullopt);
  bool spawn_detached(task<void> &&task);
  task<void> spawn_joinable(task<void> &&task);
  void shutdown() noexcept;
};
class io_scheduler : public scheduler {
public:
  bool spawn(task<void> &&task);
};

template <typename E> class task_group {
public:
  explicit task_group(std::unique_ptr<E> &executor);
  ~task_group();
  [[nodiscard]] bool start(task<void> &&task);
  auto operator co_await() const noexcept { return mock::awaiter<void>(); }
};
template <typename E> class task_container {
public:
  explicit task_container(std::shared_ptr<E> executor);
  ~task_container();
  void start(task<void> &&task);
  task<void> garbage_collect_and_yield_until_empty();
};

// ----- locks, permits, queues, events -----

class mutex;
class scoped_lock {
public:
  scoped_lock(scoped_lock &&) noexcept;
  ~scoped_lock();
  void unlock();
};
namespace detail {
template <typename T> struct lock_operation : mock::awaiter<T> {};
} // namespace detail
class mutex {
public:
  struct lock_operation : mock::awaiter<coro::scoped_lock> {};
  [[nodiscard]] detail::lock_operation<coro::scoped_lock> scoped_lock();
  [[nodiscard]] detail::lock_operation<void> lock();
  [[nodiscard]] bool try_lock();
  void unlock();
};

template <typename E> class shared_mutex {
public:
  explicit shared_mutex(std::unique_ptr<E> &executor);
  [[nodiscard]] task<void> scoped_lock_shared(task<void> scoped);
  [[nodiscard]] task<void> scoped_lock(task<void> scoped);
  [[nodiscard]] task<void> lock_shared();
  [[nodiscard]] task<void> lock();
  [[nodiscard]] bool try_lock_shared();
  [[nodiscard]] bool try_lock();
  [[nodiscard]] task<void> unlock_shared();
  [[nodiscard]] task<void> unlock();
};

enum class semaphore_acquire_result { acquired, shutdown };
template <std::ptrdiff_t Max> class semaphore {
public:
  explicit semaphore(std::ptrdiff_t);
  [[nodiscard]] task<semaphore_acquire_result> acquire();
  [[nodiscard]] task<void> release();
  bool try_acquire();
};

class condition_variable {
public:
  [[nodiscard]] mock::awaiter<void> wait(coro::scoped_lock &);
  void notify_one();
};
class event {
public:
  auto operator co_await() const noexcept { return mock::awaiter<void>(); }
  void set() noexcept;
};
class latch {
public:
  latch(std::ptrdiff_t) noexcept;
  void count_down(std::ptrdiff_t n = 1) noexcept;
  auto operator co_await() const noexcept { return mock::awaiter<void>(); }
};

enum class queue_produce_result { produced, stopped };
enum class queue_consume_result { stopped, empty };
template <typename T> class queue {
public:
  task<queue_produce_result> push(const T &);
  task<queue_produce_result> push(T &&);
  template <typename... A> task<queue_produce_result> emplace(A &&...);
  [[nodiscard]] task<expected<T, queue_consume_result>> pop();
  [[nodiscard]] expected<T, queue_consume_result> try_pop();
};
enum class ring_buffer_result { produced, stopped };
template <typename T, std::size_t N> class ring_buffer {
public:
  [[nodiscard]] task<ring_buffer_result> produce(T);
  [[nodiscard]] task<expected<T, ring_buffer_result>> consume();
};

// ----- the network -----

namespace net {
enum class connect_status { connected, timeout, error };
class socket_address {};
struct hostname {
  std::string name;
};
class io_status {
public:
  bool is_ok() const;
};

namespace tcp {
class client {
public:
  explicit client(std::unique_ptr<coro::scheduler> &, socket_address);
  client(client &&) noexcept;
  ~client();
  task<connect_status> connect(std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  template <typename B>
  task<std::pair<io_status, std::span<char>>>
  read_some(B &buffer, std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  template <typename B>
  task<std::pair<io_status, std::span<char>>>
  read_exact(B &buffer, std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  template <typename B>
  task<std::pair<io_status, std::span<const char>>>
  write_some(const B &buffer, std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  template <typename B>
  task<std::pair<io_status, std::span<const char>>>
  write_all(const B &buffer, std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  task<poll_status> poll(poll_op, std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  template <typename B> std::pair<io_status, std::span<char>> recv(B &&buffer);
  template <typename B> std::pair<io_status, std::span<const char>> send(const B &buffer);
};
class server {
public:
  explicit server(std::unique_ptr<coro::scheduler> &, socket_address);
  task<expected<tcp::client, io_status>> accept(std::chrono::milliseconds timeout = std::chrono::milliseconds{
                                                    0});
  task<poll_status> poll(std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
};
} // namespace tcp

namespace tls {
class context {};
class client {
public:
  client(client &&) noexcept;
  ~client();
  task<connect_status> connect(std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  template <typename B>
  task<std::pair<io_status, std::span<char>>>
  recv(B &buffer, std::optional<std::chrono::milliseconds> timeout = std::nullopt);
  template <typename B>
  task<std::pair<io_status, std::span<const char>>>
  send(const B &buffer, std::optional<std::chrono::milliseconds> timeout = std::nullopt);
  task<void> shutdown();
  template <typename R, typename P> task<void> shutdown(std::chrono::duration<R, P> timeout);
};
class server {
public:
  task<tls::client> accept(std::chrono::milliseconds timeout = std::chrono::seconds{30});
  task<poll_status> poll(std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
};
} // namespace tls

namespace udp {
class peer {
public:
  task<poll_status> poll(poll_op, std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  template <typename B>
  task<io_status> write_to(const socket_address &, const B &buffer,
                           std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  template <typename B>
  task<std::tuple<io_status, socket_address, std::span<char>>>
  read_from(B &buffer, std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
};
} // namespace udp

namespace dns {
template <typename E> class resolver {
public:
  explicit resolver(std::unique_ptr<E> &, std::chrono::milliseconds timeout);
  task<std::vector<socket_address>> host_by_name(const hostname &);
};
} // namespace dns
} // namespace net
} // namespace coro
#endif
