// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the tests use of Seastar: our own declarations of its names.
#ifndef MOCK_SEASTAR
#define MOCK_SEASTAR
#include <bits/mock_task.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace seastar {
template <typename T = void> class future;
template <typename T = void> class promise {
public:
  promise(promise &&) noexcept;
  future<T> get_future() noexcept;
  template <typename... A> void set_value(A &&...value) noexcept;
  void set_exception(std::exception_ptr error) noexcept;
  void set_to_current_exception() noexcept;
};
template <typename T> class [[nodiscard]] future {
public:
  struct promise_type : mock::promise<future, T, std::suspend_never> {};
  future(future &&) noexcept;
  future &operator=(future &&) noexcept;
  ~future();
  bool available() const noexcept;
  bool failed() const noexcept;
  T get();
  void wait() noexcept;
  future<> discard_result() noexcept;
  void ignore_ready_future() noexcept;
  template <typename F> auto then(F &&next) noexcept {
    using R = mock::value_of<T>;
    if constexpr (std::is_void_v<T>)
      return std::move(*(future<> *)this);
    else
      return std::move(*(decltype(next(std::declval<R>())) *)this);
  }
  template <typename F> future<> then_wrapped(F &&) noexcept { __builtin_trap(); }
  template <typename F> future handle_exception(F &&) noexcept { __builtin_trap(); }
  template <typename F> future finally(F &&) noexcept { __builtin_trap(); }
  auto operator co_await() noexcept { return mock::awaiter<T>(); }
};
template <typename T = void, typename... A> future<T> make_ready_future(A &&...);
template <typename T = void, typename E> future<T> make_exception_future(E &&);
template <typename T = void> future<T> current_exception_as_future();
future<> now();
struct timed_out_error : std::exception {};
struct lowres_clock {
  using duration = std::chrono::milliseconds;
  using time_point = std::chrono::time_point<lowres_clock, duration>;
  static time_point now();
};

// ----- the cores of the machine -----

class smp {
public:
  std::vector<unsigned> all_shards() const noexcept;
  static std::vector<unsigned> all_cpus() noexcept;
};
std::vector<unsigned> this_smp_all_shards() noexcept;

// ----- joining, racing, loops -----

template <typename I> future<std::vector<std::remove_cvref_t<decltype(*std::declval<I>())>>> when_all(I, I);
template <typename... T> future<std::tuple<future<T>...>> when_all(future<T> &&...);
template <typename T> future<std::vector<T>> when_all_succeed(std::vector<future<T>> &&);
template <typename I> future<> when_all_succeed(I, I);
template <typename... T> future<std::tuple<mock::value_of<T>...>> when_all_succeed(future<T> &&...);
template <typename... T> future<std::size_t> when_any(future<T> &&...);
template <typename R, typename F> future<> parallel_for_each(R &&, F &&) { __builtin_trap(); }
template <typename I, typename F> future<> parallel_for_each(I, I, F &&) { __builtin_trap(); }
template <typename R, typename F> future<> max_concurrent_for_each(R &&, std::size_t, F &&) {
  __builtin_trap();
}
template <typename I, typename F> future<> max_concurrent_for_each(I, I, std::size_t, F &&) {
  __builtin_trap();
}
template <typename R, typename M, typename T, typename F> future<T> map_reduce(R &&, M &&, T, F &&) {
  __builtin_trap();
}
template <typename R, typename F> future<> do_for_each(R &&, F &&) { __builtin_trap(); }
template <typename S, typename F> future<> do_until(S &&, F &&) { __builtin_trap(); }
template <typename F> future<> keep_doing(F &&) { __builtin_trap(); }
template <typename F> future<> repeat(F &&) { __builtin_trap(); }
template <typename F> future<> async(F &&) { __builtin_trap(); }

class gate {
public:
  void enter();
  void leave() noexcept;
  future<> close() noexcept;
};
template <typename F> auto with_gate(gate &, F &&f) { return f(); }
template <typename F> auto try_with_gate(gate &, F &&f) noexcept { return f(); }

namespace internal {
template <bool Check, typename T> class [[nodiscard]] as_future_awaiter : public mock::awaiter<future<T>> {};
} // namespace internal
namespace coroutine {
template <typename... F>
class [[nodiscard]] all
    : public mock::awaiter<std::tuple<mock::value_of<mock::result_of<std::invoke_result_t<F>>>...>> {
public:
  explicit all(F &&...) { __builtin_trap(); }
};
template <typename F> class [[nodiscard]] parallel_for_each : public mock::awaiter<void> {
public:
  template <typename R> explicit parallel_for_each(R &&, F &&) { __builtin_trap(); }
  template <typename I> explicit parallel_for_each(I, I, F &&) { __builtin_trap(); }
};
template <typename R, typename F> parallel_for_each(R &&, F &&) -> parallel_for_each<F>;
template <typename I, typename F> parallel_for_each(I, I, F &&) -> parallel_for_each<F>;
class [[nodiscard]] maybe_yield : public mock::awaiter<void> {
public:
  maybe_yield() noexcept;
};
class [[nodiscard]] switch_to : public mock::awaiter<int> {
public:
  explicit switch_to(int group) noexcept;
};
template <typename T> seastar::internal::as_future_awaiter<true, T> as_future(future<T> &&) noexcept;
struct exception {
  std::exception_ptr error;
};
inline auto operator co_await(exception) noexcept { return mock::awaiter<void>(); }
exception make_exception(std::exception_ptr) noexcept;
template <typename E> exception return_exception(E &&) noexcept;
exception return_exception_ptr(std::exception_ptr) noexcept;
template <typename F> class lambda {
public:
  explicit lambda(F &&) { __builtin_trap(); }
  template <typename... A> auto operator()(A &&...args) const {
    return (*(F *)this)(std::forward<A>(args)...);
  }
};
#define MOCK_GENERATOR                                                                                       \
  template <typename T> class [[nodiscard]] generator {                                                      \
  public:                                                                                                    \
    struct promise_type : mock::promise<generator, void> {                                                   \
      std::suspend_always yield_value(T);                                                                    \
    };                                                                                                       \
    generator(generator &&) noexcept;                                                                        \
    ~generator();                                                                                            \
    mock::awaiter<std::optional<T>> operator()() noexcept;                                                   \
  }
namespace experimental::internal::unbuffered {
MOCK_GENERATOR;
}
namespace experimental::internal::buffered {
MOCK_GENERATOR;
}
#undef MOCK_GENERATOR
namespace experimental {
template <typename T> using generator = internal::unbuffered::generator<T>;
}
} // namespace coroutine

// ----- time, cancellation -----

template <typename R, typename P> future<> sleep(std::chrono::duration<R, P>);
template <typename R, typename P> future<> sleep_abortable(std::chrono::duration<R, P>);
future<> yield() noexcept;
future<> maybe_yield() noexcept;
template <typename C, typename D, typename T>
future<T> with_timeout(std::chrono::time_point<C, D> timeout, future<T>);
class abort_source {
public:
  void request_abort() noexcept;
};
class abort_on_expiry {
public:
  explicit abort_on_expiry(lowres_clock::time_point);
  seastar::abort_source &abort_source() noexcept;
};

// ----- locks, permits, queues -----

class shared_mutex {
public:
  future<> lock() noexcept;
  bool try_lock() noexcept;
  void unlock() noexcept;
  future<> lock_shared() noexcept;
  bool try_lock_shared() noexcept;
  void unlock_shared() noexcept;
};
template <typename C = lowres_clock> class basic_rwlock {
public:
  class holder {
  public:
    holder(holder &&) noexcept;
    ~holder();
  };
  future<> read_lock();
  future<> write_lock();
  void read_unlock();
  void write_unlock();
  bool try_read_lock();
  bool try_write_lock();
  future<holder> hold_read_lock();
  future<holder> hold_write_lock();
};
using rwlock = basic_rwlock<>;
template <typename C = lowres_clock> class basic_semaphore {
public:
  explicit basic_semaphore(std::size_t);
  future<> wait(std::size_t n = 1) noexcept;
  void signal(std::size_t n = 1) noexcept;
};
using semaphore = basic_semaphore<>;
template <typename C = lowres_clock> class semaphore_units {
public:
  semaphore_units(semaphore_units &&) noexcept;
  ~semaphore_units();
};
template <typename C> future<semaphore_units<C>> get_units(basic_semaphore<C> &, std::size_t) noexcept;
template <typename C, typename F> auto with_semaphore(basic_semaphore<C> &, std::size_t, F &&f) noexcept {
  return f();
}
template <typename L, typename F> auto with_lock(L &, F &&f) { return f(); }
template <typename F> auto with_shared(shared_mutex &, F &&f) noexcept { return f(); }
template <typename T> class queue {
public:
  explicit queue(std::size_t size);
  bool push(T &&);
  T pop() noexcept;
  future<> push_eventually(T &&);
  future<T> pop_eventually() noexcept;
};
template <typename T> class pipe {
public:
  explicit pipe(std::size_t size);
};
template <typename T> class pipe_reader {
public:
  future<std::optional<T>> read();
};
template <typename T> class pipe_writer {
public:
  future<> write(T &&);
};
template <typename S> class sharded {
public:
  template <typename F> future<> invoke_on_all(F &&) noexcept { __builtin_trap(); }
};

// ----- files and the network -----

class data_source {};
class data_sink {};
template <typename C> class input_stream {
public:
  future<std::string> read() noexcept;
  future<std::string> read_exactly(std::size_t) noexcept;
  future<std::string> read_up_to(std::size_t) noexcept;
  future<> skip(std::uint64_t) noexcept;
  template <typename F> future<> consume(F &&) noexcept {
    __builtin_trap();
  }
  future<> close() noexcept;
};
template <typename C> class output_stream {
public:
  future<> write(const std::string &) noexcept;
  future<> flush() noexcept;
  future<> close() noexcept;
};
class file {
public:
  future<std::size_t> dma_read(std::uint64_t, char *, std::size_t) noexcept;
  future<std::size_t> dma_write(std::uint64_t, const char *, std::size_t) noexcept;
  future<std::uint64_t> size() noexcept;
  future<> truncate(std::uint64_t) noexcept;
  future<> flush() noexcept;
  future<> close() noexcept;
};
future<file> open_file_dma(const std::string &name, int flags) noexcept;
template <typename F> auto with_file(future<file>, F f) noexcept { return f(*(file *)&f); }
template <typename C, typename F> auto with_closeable(C &&object, F f) noexcept { return f(object); }
template <typename S, typename F> auto with_stoppable(S &&object, F f) noexcept { return f(object); }
class scheduling_group {};
template <typename F, typename... A> auto with_scheduling_group(scheduling_group, F f, A &&...args) noexcept {
  return f(std::forward<A>(args)...);
}
namespace util {
future<std::vector<std::string>> read_entire_file(const std::string &path);
future<std::string> read_entire_file_contiguous(const std::string &path);
} // namespace util

class socket_address {};
class connected_socket {
public:
  input_stream<char> input();
  output_stream<char> output();
  void shutdown_input();
  void shutdown_output();
};
class socket {
public:
  future<connected_socket> connect(socket_address);
  void shutdown();
};
struct accept_result {
  connected_socket connection;
};
class server_socket {
public:
  future<accept_result> accept();
  void abort_accept();
};
future<connected_socket> connect(socket_address);
namespace net {
struct hostent {
  std::string name;
};
class datagram_channel {
public:
  future<std::string> receive();
  future<> send(const socket_address &, const char *);
};
class dns_resolver {
public:
  future<hostent> get_host_by_name(const std::string &);
  future<socket_address> resolve_name(const std::string &);
};
namespace dns {
future<hostent> get_host_by_name(const std::string &);
future<socket_address> resolve_name(const std::string &);
} // namespace dns
} // namespace net
namespace tls {
future<connected_socket> connect(int credentials, socket_address);
}
namespace rpc {
template <typename... Out> class sink {
public:
  future<> operator()(const Out &...);
  future<> flush() noexcept;
  future<> close() noexcept;
};
template <typename... In> class source {
public:
  future<std::optional<std::tuple<In...>>> operator()();
};
} // namespace rpc
namespace http {
struct request {};
struct reply {};
class client {
public:
  template <typename F> future<> make_request(request, F &&handle, abort_source * = nullptr) {
    __builtin_trap();
  }
};
} // namespace http
} // namespace seastar
#endif
