// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The joins that the libraries' models offer.
// RUN: %check_cotidy %s sequential-awaits %t

#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <async_simple/coro/Collect.h>
#include <async_simple/coro/Lazy.h>
#include <boost/cobalt.hpp>
#include <coro/coro.hpp>
#include <cppcoro/task.hpp>
#include <cppcoro/when_all.hpp>
#include <folly/coro/Collect.h>
#include <folly/coro/Task.h>
#include <seastar/core/coroutine.hh>
#include <seastar/core/when_all.hh>
#include <string>
#include <tmc/all_headers.hpp>
#include <tuple>

namespace on_asio {
asio::awaitable<int> left(int id);
asio::awaitable<std::string> right(int id);
asio::awaitable<int> both(int id) {
  auto a = co_await left(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'left' and 'right' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-FIXES: auto [a, b] = co_await (left(id) && right(id));
  auto b = co_await right(id);
  co_return a + b.size();
}

// `&&` makes one tuple of three values of these, for which there are not two names.
asio::awaitable<std::tuple<int, int>> pair(int id);
asio::awaitable<int> both_of_a_tuple(int id) {
  auto a = co_await pair(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'pair' and 'left' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-FIXES: auto b = co_await left(id);
  auto b = co_await left(id);
  co_return std::get<0>(a) + b;
}

// One socket.
asio::awaitable<int> steps(asio::ip::tcp::socket &socket, asio::mutable_buffer header,
                           asio::mutable_buffer body) {
  auto a = co_await asio::async_read(socket, header, asio::use_awaitable);
  auto b = co_await asio::async_read(socket, body, asio::use_awaitable);
  co_return a + b;
}
} // namespace on_asio

namespace on_folly {
folly::coro::Task<int> left(int id);
folly::coro::Task<std::string> right(int id);
folly::coro::Task<int> both(int id) {
  int a = co_await left(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'left' and 'right' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-FIXES: auto [a, b] = co_await folly::coro::collectAll(left(id), right(id));
  std::string b = co_await right(id);
  co_return a + b.size();
}
// Another type than what is awaited.
folly::coro::Task<long> wider(int id) {
  long a = co_await left(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'left' and 'right' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto b = co_await right(id);
  co_return a + b.size();
}
} // namespace on_folly

namespace on_cppcoro {
cppcoro::task<int> left(int id);
cppcoro::task<std::string> right(int id);
cppcoro::task<int> both(int id) {
  auto a = co_await left(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'left' and 'right' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-FIXES: auto [a, b] = co_await cppcoro::when_all(left(id), right(id));
  auto b = co_await right(id);
  co_return a + b.size();
}
} // namespace on_cppcoro

namespace on_seastar {
seastar::future<int> left(int id);
seastar::future<std::string> right(int id);
seastar::future<int> both(int id) {
  auto a = co_await left(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'left' and 'right' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-FIXES: auto [a, b] = co_await seastar::when_all_succeed(left(id), right(id));
  auto b = co_await right(id);
  co_return a + b.size();
}
// They run already.
seastar::future<int> started(int id) {
  auto first = left(id);
  auto second = right(id);
  auto a = co_await std::move(first);
  auto b = co_await std::move(second);
  co_return a + b.size();
}
} // namespace on_seastar

namespace on_tmc {
tmc::task<int> left(int id);
tmc::task<std::string> right(int id);
tmc::task<int> both(int id) {
  auto a = co_await left(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'left' and 'right' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-FIXES: auto [a, b] = co_await tmc::spawn_tuple(left(id), right(id));
  auto b = co_await right(id);
  co_return a + b.size();
}
} // namespace on_tmc

namespace on_cobalt {
boost::cobalt::task<int> left(int id);
boost::cobalt::task<std::string> right(int id);
boost::cobalt::task<int> both(int id) {
  auto a = co_await left(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'left' and 'right' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-FIXES: auto [a, b] = co_await boost::cobalt::join(left(id), right(id));
  auto b = co_await right(id);
  co_return a + b.size();
}
} // namespace on_cobalt

namespace on_async_simple {
async_simple::coro::Lazy<int> left(int id);
async_simple::coro::Lazy<std::string> right(int id);
async_simple::coro::Lazy<int> both(int id) {
  auto a = co_await left(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'left' and 'right' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-FIXES: co_await async_simple::coro::collectAll(left(id), right(id)));
  auto b = co_await right(id);
  co_return a + b.size();
}
} // namespace on_async_simple

namespace on_libcoro {
coro::task<int> left(int id);
coro::task<std::string> right(int id);
coro::task<int> both(int id) {
  auto a = co_await left(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'left' and 'right' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-FIXES: co_await coro::when_all(left(id), right(id)));
  auto b = co_await right(id);
  co_return a + b.size();
}
} // namespace on_libcoro
