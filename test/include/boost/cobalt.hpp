// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the model of Boost.Cobalt names, as declarations only.
#ifndef BOOST_COBALT_HPP
#define BOOST_COBALT_HPP
#include <bits/mock_task.h>
#include <boost/asio.hpp>
#include <chrono>
#include <string>
#include <tuple>
#include <vector>

namespace boost::cobalt {

template <typename T = void> struct [[nodiscard]] task {
  using promise_type = mock::promise<task<T>, T>;
  mock::awaiter<T> operator co_await();
};
template <typename T = void> struct [[nodiscard]] promise {
  using promise_type = mock::promise<promise<T>, T, std::suspend_never>;
  mock::awaiter<T> operator co_await();
  void operator+() &&;
  void detach();
  void cancel();
};
template <typename Y> struct [[nodiscard]] generator {
  struct promise_type : mock::promise<generator<Y>, Y, std::suspend_never> {
    std::suspend_always yield_value(Y value);
  };
  mock::awaiter<Y> operator co_await();
  void cancel();
};
struct detached {
  using promise_type = mock::promise<detached, void, std::suspend_never>;
};
template <typename... T> struct op {
  mock::awaiter<std::tuple<T...>> operator co_await();
};
template <> struct op<> {
  mock::awaiter<void> operator co_await();
};
struct use_op_t {};

template <typename E, typename T, typename C> void spawn(E &&executor, task<T> &&work, C &&token);
template <typename T> T run(task<T> work);
struct thread {
  void join();
  void detach();
};
struct wait_group {
  void push_back(promise<void> work);
  op<> wait_one();
  op<> wait();
  void cancel();
};
template <typename... P>
mock::awaiter<std::tuple<mock::value_of<mock::result_of<P>>...>> join(P &&...operands);
template <typename P> mock::awaiter<std::vector<int>> join(std::vector<P> &operands);
template <typename... P>
mock::awaiter<std::tuple<mock::value_of<mock::result_of<P>>...>> gather(P &&...operands);
template <typename P> mock::awaiter<std::vector<int>> gather(std::vector<P> &&operands);
template <typename... P> mock::awaiter<int> race(P &&...operands);
template <typename... P> mock::awaiter<int> left_race(P &&...operands);

template <typename T> struct channel {
  explicit channel(size_t limit = 0);
  mock::awaiter<T> read();
  mock::awaiter<void> write(T value);
};

namespace io {
template <typename R, typename P> op<> sleep(const std::chrono::duration<R, P> &pause);
struct steady_timer {
  op<> wait();
  void cancel();
};
struct system_timer {
  op<> wait();
};
struct endpoint {};
struct socket {
  op<> connect(endpoint peer);
  void cancel();
  void close();
};
struct stream_socket : socket {
  op<size_t> read_some(asio::mutable_buffer buffer);
  op<size_t> write_some(asio::const_buffer buffer);
};
struct datagram_socket : socket {
  op<size_t> receive(asio::mutable_buffer buffer);
  op<size_t> send(asio::const_buffer buffer);
};
struct seq_packet_socket : socket {
  op<size_t> receive(asio::mutable_buffer buffer);
  op<size_t> send(asio::const_buffer buffer);
};
struct serial_port {};
struct acceptor {
  op<stream_socket> accept();
  op<> wait();
};
struct resolver {
  op<endpoint> resolve(std::string host, std::string service);
};
op<size_t> read(stream_socket &stream, asio::mutable_buffer buffer);
op<size_t> write(stream_socket &stream, asio::const_buffer buffer);
} // namespace io

} // namespace boost::cobalt
#endif
