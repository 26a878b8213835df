// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t --suffixes=LESS -- \
// RUN:   --config="{CheckOptions: {async-missing-timeout.ReportExportedFunctions: false}}"
// RUN: %check_cotidy %s missing-timeout %t --suffixes=MORE -- \
// RUN:   --config="{CheckOptions: {async-missing-timeout.ReportIdleReads: true, async-missing-timeout.IgnoredCallees: 'asio::async_read'}}"

#include <asio.hpp>

using asio::ip::tcp;
using asio::ip::udp;

// Its callers are all elsewhere.
asio::awaitable<void> exported(tcp::socket &socket) {
  char data[128];
  co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(asio::deferred));
  // CHECK-MESSAGES-MORE: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

static asio::awaitable<void> internal(tcp::socket &socket) {
  char data[128];
  co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(asio::deferred));
  // CHECK-MESSAGES-MORE: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-MESSAGES-LESS: :[[@LINE-2]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await asio::async_read(socket, asio::buffer(data), asio::as_tuple(asio::deferred));
}
void start(tcp::socket &socket) {
  asio::co_spawn(socket.get_executor(), internal(socket), asio::detached);
}

static asio::awaitable<void> server(udp::socket socket) {
  char data[128];
  udp::endpoint from;
  for (;;)
    co_await socket.async_receive_from(asio::buffer(data), from, asio::as_tuple(asio::deferred));
    // CHECK-MESSAGES-MORE: :[[@LINE-1]]:5: warning: 'async_receive_from' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
void start_server(udp::socket socket) {
  asio::co_spawn(socket.get_executor(), server(std::move(socket)), asio::detached);
}
