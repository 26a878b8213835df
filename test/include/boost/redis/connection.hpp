// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the model of Boost.Redis names, as declarations only.
#ifndef BOOST_REDIS_CONNECTION_HPP
#define BOOST_REDIS_CONNECTION_HPP
#include <boost/asio.hpp>
#include <chrono>

namespace boost::redis {
struct request {
  template <typename... A> void push(const char *command, const A &...arguments);
};
template <typename T> struct response {};
struct ignore_t {};
inline constexpr ignore_t ignore;
struct config {
  std::chrono::steady_clock::duration health_check_interval = std::chrono::seconds(2);
};

template <typename E> class basic_connection {
public:
  template <typename R, typename T> auto async_exec(const request &commands, R &answer, T &&token) {
    return asio::awaitable<size_t>();
  }
  template <typename T> auto async_receive(T &&token) { return asio::awaitable<size_t>(); }
  template <typename T> auto async_receive2(T &&token) { return asio::awaitable<void>(); }
  template <typename T> auto async_run(const config &how, T &&token) { return asio::awaitable<void>(); }
  void cancel();
};
class connection {
public:
  template <typename R, typename T> auto async_exec(const request &commands, R &answer, T &&token) {
    return asio::awaitable<size_t>();
  }
  template <typename T> auto async_receive(T &&token) { return asio::awaitable<size_t>(); }
  template <typename T> auto async_receive2(T &&token) { return asio::awaitable<void>(); }
  template <typename T> auto async_run(const config &how, T &&token) { return asio::awaitable<void>(); }
  void cancel();
};
} // namespace boost::redis
#endif
