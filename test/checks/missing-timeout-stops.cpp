// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
// RUN: %check_cotidy --suffixes=DRIVEN %s missing-timeout %t -- -- -DDRIVEN_BY_TIME
//
// A stop that comes when somebody presses a key is no deadline; one that a timer asks for is.

#include <asio.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancel_after.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/signal_set.hpp>
#include <chrono>
#include <map>
#include <memory>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace std::chrono_literals;

void keep(asio::cancellation_signal &signal);

awaitable<void> only_by_a_signal(tcp::socket socket, asio::signal_set &signals) {
  asio::cancellation_signal stop;
  signals.async_wait([&](std::error_code, int) { stop.emit(asio::cancellation_type::all); });
  char data[80];
  co_await socket.async_read_some(asio::buffer(data), asio::bind_cancellation_slot(stop.slot(), use_awaitable));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
awaitable<void> by_nobody(tcp::socket socket) {
  asio::cancellation_signal stop;
  char data[80];
  co_await socket.async_read_some(asio::buffer(data), asio::bind_cancellation_slot(stop.slot(), use_awaitable));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// Sessions that are stopped when the server is.

awaitable<void> session(tcp::socket socket) {
  char data[80];
  for (;;) {
    std::size_t size = co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-FIXES: std::size_t size = co_await socket.async_read_some(asio::buffer(data), asio::cancel_after(std::chrono::seconds(30), use_awaitable));
    // CHECK-MESSAGES: :[[@LINE-2]]:24: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_await asio::async_write(socket, asio::buffer(data, size), use_awaitable);
  }
}
awaitable<void> serve(asio::any_io_executor executor, tcp::socket one) {
  auto state = co_await asio::this_coro::cancellation_state;
  std::map<int, std::unique_ptr<asio::cancellation_signal>> sessions;
  auto stop = std::make_unique<asio::cancellation_signal>();
  asio::co_spawn(executor, session(std::move(one)), asio::bind_cancellation_slot(stop->slot(), asio::detached));
  sessions.emplace(1, std::move(stop));
  for (auto &each : sessions)
    each.second->emit(state.cancelled());
}
awaitable<void> waits_for_a_signal(asio::signal_set &signals, asio::cancellation_signal &stop) {
  co_await signals.async_wait(use_awaitable);
  stop.emit(asio::cancellation_type::all);
}

// A slot that nobody listens to.
awaitable<void> ignores(tcp::socket &socket, asio::cancellation_slot) {
  char data[80];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-MESSAGES-DRIVEN: :[[@LINE-2]]:3: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES:             co_await socket.async_read_some(asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
  // CHECK-FIXES-DRIVEN:      constexpr auto time_limit = std::chrono::seconds(30);
  // CHECK-FIXES-DRIVEN-NEXT: co_await socket.async_read_some(asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
}
awaitable<void> listens(tcp::socket &socket, asio::cancellation_slot slot) {
  char data[80];
  co_await socket.async_read_some(asio::buffer(data), asio::bind_cancellation_slot(slot, use_awaitable));
}
awaitable<void> hands_over(tcp::socket socket, asio::cancellation_signal &stop) {
  co_await ignores(socket, stop.slot());
  co_await listens(socket, stop.slot());
}

// What is in time, or may be.

awaitable<void> in_time_besides(tcp::socket socket) {
  asio::cancellation_signal stop;
  char data[80];
  co_await socket.async_read_some(
      asio::buffer(data), asio::bind_cancellation_slot(stop.slot(), asio::cancel_after(5s, use_awaitable)));
}
awaitable<void> by_who_is_out_of_sight(tcp::socket socket) {
  asio::cancellation_signal stop;
  keep(stop);
  char data[80];
  co_await socket.async_read_some(asio::buffer(data), asio::bind_cancellation_slot(stop.slot(), use_awaitable));
}
struct guard {
  explicit guard(std::unique_ptr<asio::cancellation_signal> signal);
};
awaitable<void> by_whom_it_was_given_to(tcp::socket socket) {
  auto stop = std::make_unique<asio::cancellation_signal>();
  char data[80];
  auto read = socket.async_read_some(asio::buffer(data), asio::bind_cancellation_slot(stop->slot(), use_awaitable));
  guard later(std::move(stop));
  co_await std::move(read);
}

// One that a timer stops leaves the others in doubt.
#ifdef DRIVEN_BY_TIME
awaitable<void> by_a_timer(tcp::socket socket, asio::steady_timer &timer) {
  asio::cancellation_signal stop;
  timer.async_wait([&](std::error_code) { stop.emit(asio::cancellation_type::all); });
  char data[80];
  co_await socket.async_read_some(asio::buffer(data), asio::bind_cancellation_slot(stop.slot(), use_awaitable));
}
#endif
