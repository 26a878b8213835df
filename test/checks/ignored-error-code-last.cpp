// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s ignored-error-code %t
//
// The last word on a connection that is not kept.

#include <asio.hpp>

using asio::as_tuple;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

struct response {
  void keep_alive(bool keeps);
  char text[64];
};
bool is_known(int path);

struct client {
  tcp::socket socket;

  awaitable<void> answer(int path) {
    response reply;
    reply.keep_alive(false);
    if (is_known(path)) {
      co_await asio::async_write(socket, asio::buffer(reply.text), as_tuple(use_awaitable));
      co_return;
    } else {
      co_await asio::async_write(socket, asio::buffer("not found"), as_tuple(use_awaitable));
    }
  }
  awaitable<void> answer_and_go_on(response &reply) {
    reply.keep_alive(false);
    co_await asio::async_write(socket, asio::buffer(reply.text), as_tuple(use_awaitable));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the error that 'async_write' gives as a value is dropped with the rest of its result, so a failure passes for a success; look at it [async-ignored-error-code]
    ++answered;
  }
  awaitable<void> answer_and_keep(response &reply) {
    reply.keep_alive(true);
    co_await asio::async_write(socket, asio::buffer(reply.text), as_tuple(use_awaitable));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the error that 'async_write' gives as a value is dropped with the rest of its result, so a failure passes for a success; look at it [async-ignored-error-code]
  }
  awaitable<void> answer_often(response &reply) {
    reply.keep_alive(false);
    for (;;)
      co_await asio::async_write(socket, asio::buffer(reply.text), as_tuple(use_awaitable));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the error that 'async_write' gives as a value is dropped with the rest of its result, so a failure passes for a success; look at it [async-ignored-error-code]
  }
  int answered = 0;
};
