// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout,blocking-call %t
//
// No peer is at the other end of a file, whatever function reads it.

#include <boost/asio.hpp>
#include <boost/asio/stream_file.hpp>

namespace asio = boost::asio;
using asio::ip::tcp;

asio::awaitable<void> load(asio::stream_file &file, char *data) {
  co_await asio::async_read(file, asio::buffer(data, 8), asio::use_awaitable);
  co_await asio::async_write(file, asio::buffer(data, 8), asio::use_awaitable);
}

asio::awaitable<void> fetch(tcp::socket &socket, char *data) {
  co_await asio::async_read(socket, asio::buffer(data, 8), asio::use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES: {{^}}  constexpr auto time_limit = std::chrono::seconds(30);
  // CHECK-FIXES-NEXT: {{^}}  co_await asio::async_read(socket, asio::buffer(data, 8), boost::asio::cancel_after(time_limit, asio::use_awaitable));
}

asio::awaitable<void> load_here(asio::stream_file &file, char *data) {
  asio::read(file, asio::buffer(data, 8));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' blocks this thread until the file or device is done, and every other coroutine on it waits as long; await 'boost::asio::async_read' [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await boost::asio::async_read(file, asio::buffer(data, 8), boost::asio::use_awaitable);
  co_return;
}
