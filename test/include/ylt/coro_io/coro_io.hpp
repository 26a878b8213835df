// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the model of yalantinglibs names, as declarations only.
#ifndef YLT_CORO_IO_CORO_IO_HPP
#define YLT_CORO_IO_CORO_IO_HPP
#include <asio.hpp>
#include <asio/experimental/channel.hpp>
#include <async_simple/coro/Collect.h>
#include <async_simple/coro/SyncAwait.h>
#include <memory>
#include <string>
#include <system_error>

namespace coro_io {

template <typename T> using result = async_simple::coro::Lazy<std::pair<std::error_code, T>>;

template <typename E = void> class ExecutorWrapper : public async_simple::Executor {
public:
  bool schedule(std::function<void()> job) override;
};
class io_context_pool {
public:
  explicit io_context_pool(size_t threads);
  void run();
};

struct period_timer : asio::steady_timer {
  async_simple::coro::Lazy<bool> async_await() noexcept;
};
struct high_resolution_timer : asio::steady_timer {
  async_simple::coro::Lazy<bool> async_await() noexcept;
};
template <typename D> async_simple::coro::Lazy<bool> sleep_for(D pause);
template <typename D, typename E> async_simple::coro::Lazy<bool> sleep_for(D pause, E *executor);
template <typename E> async_simple::coro::Lazy<async_simple::Try<void>> dispatch(E executor);
template <typename F> auto post(F job) -> async_simple::coro::Lazy<async_simple::Try<decltype(job())>> {
  __builtin_trap();
}

async_simple::coro::Lazy<std::error_code> async_accept(asio::ip::tcp::acceptor &acceptor,
                                                       asio::ip::tcp::socket &socket) noexcept;
async_simple::coro::Lazy<std::error_code> async_connect(ExecutorWrapper<> *executor,
                                                        asio::ip::tcp::socket &socket,
                                                        const std::string &host,
                                                        const std::string &port) noexcept;
template <typename S> async_simple::coro::Lazy<std::error_code> async_handshake(S &stream, int type);
template <typename S, typename B> result<size_t> async_read(S &stream, B buffer);
template <typename S, typename B> result<size_t> async_read_some(S &stream, B buffer);
template <typename S, typename B> result<size_t> async_read_at(size_t offset, S &stream, B buffer);
template <typename S, typename B> result<size_t> async_read_until(S &stream, B &buffer, std::string end);
template <typename S, typename B> result<size_t> async_write(S &stream, B buffer);
template <typename S, typename B> result<size_t> async_write_some(S &stream, B buffer);
template <typename S, typename B> result<size_t> async_write_at(size_t offset, S &stream, B buffer);
result<int> async_resolve(ExecutorWrapper<> *executor, asio::ip::tcp::socket &socket, std::string host,
                          std::string port);
result<size_t> async_sendfile(asio::ip::tcp::socket &socket, int file, long offset, size_t size) noexcept;

template <typename R> struct channel : asio::experimental::channel<void(std::error_code, R)> {
  using return_type = R;
  channel(ExecutorWrapper<> *executor, size_t capacity);
};
template <typename R> async_simple::coro::Lazy<std::error_code> async_send(channel<R> &to, R value);
template <typename C> result<typename C::return_type> async_receive(C &from);

template <typename S, typename B> std::pair<std::error_code, size_t> read(S &stream, B &&buffer);
template <typename S, typename B> std::pair<std::error_code, size_t> read_some(S &stream, B &&buffer);
template <typename S, typename B> std::pair<std::error_code, size_t> write(S &stream, B &&buffer);
std::error_code accept(asio::ip::tcp::acceptor &acceptor, asio::ip::tcp::socket &socket);
template <typename E>
std::error_code connect(E &executor, asio::ip::tcp::socket &socket, const std::string &host,
                        const std::string &port);

template <int type = 1> class basic_seq_coro_file {
public:
  result<size_t> async_read(char *data, size_t size);
  result<size_t> async_write(std::string_view data);
};
template <int type = 1> class basic_random_coro_file {
public:
  result<size_t> async_read_at(size_t offset, char *data, size_t size);
  result<size_t> async_write_at(size_t offset, std::string_view data);
};

class rate_limiter {
public:
  virtual async_simple::coro::Lazy<int> acquire(int permits);
};
class smooth_bursty_rate_limiter : public rate_limiter {};

template <typename C> class client_pool {
public:
  template <typename F>
  auto send_request(F call) -> async_simple::coro::Lazy<decltype(call(std::declval<C &>()))> {
    __builtin_trap();
  }
};
template <typename C> class client_pools {
public:
  template <typename F> async_simple::coro::Lazy<int> send_request(std::string host, F call) {
    __builtin_trap();
  }
};
template <typename C> class load_balancer {
public:
  template <typename F> async_simple::coro::Lazy<int> send_request(F call) { __builtin_trap(); }
};

} // namespace coro_io
#endif
