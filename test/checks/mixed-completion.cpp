// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s mixed-completion %t

#include <asio.hpp>
#include <drogon/drogon.h>
#include <functional>
#include <inhouse/task.h>

using inhouse::task;

struct client {
  void fetch(int id, std::function<void(int)> done);
  task<int> fetch(int id);
  void asyncStore(int id, std::function<void(int)> done);
  task<void> store(int id);
  void onClose(std::function<void()> notice);
  void remove(int id, std::function<void(int)> done);
};

// What is reported.

task<void> an_overload(client &peer) {
  peer.fetch(1, [](int) {});
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'client::fetch' is given a callback in a coroutine: the coroutine goes on before it is done, and what it throws or reports goes past its callers; await 'client::fetch' [async-mixed-completion]
  co_await peer.store(1);
}

task<void> by_its_name(client &peer) {
  peer.asyncStore(1, [](int) {});
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'client::asyncStore' is given a callback in a coroutine: the coroutine goes on before it is done, and what it throws or reports goes past its callers; await 'client::store' [async-mixed-completion]
  co_await peer.store(1);
}

asio::awaitable<void> by_its_token(asio::ip::tcp::socket &socket, asio::mutable_buffer data) {
  asio::async_write(socket, data, [](asio::error_code, std::size_t) {});
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_write' is given a callback in a coroutine: the coroutine goes on before it is done, and what it throws or reports goes past its callers; await 'async_write' with a token to await [async-mixed-completion]
  co_await asio::async_read(socket, data, asio::use_awaitable);
}

drogon::Task<> by_model(drogon::HttpClient &peer, drogon::HttpRequestPtr request) {
  peer.sendRequest(request, [](int) {});
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'HttpClient::sendRequest' is given a callback in a coroutine: the coroutine goes on before it is done, and what it throws or reports goes past its callers; await 'HttpClient::sendRequestCoro' [async-mixed-completion]
  co_await peer.sendRequestCoro(request);
}

// What is not.

task<void> awaits(client &peer) {
  int found = co_await peer.fetch(1);
  co_await peer.store(found);
}

// There is nothing to await.
task<void> only_a_callback(client &peer) {
  peer.remove(1, [](int) {});
  peer.onClose([] {});
  co_await peer.store(1);
}

// It ends something else in time.
asio::awaitable<void> a_watchdog(asio::ip::tcp::socket &socket, asio::steady_timer &timer, asio::mutable_buffer data) {
  timer.async_wait([&socket](asio::error_code) { socket.close(); });
  co_await asio::async_read(socket, data, asio::use_awaitable);
}

void plain(client &peer) {
  peer.fetch(1, [](int) {});
}

// Done when it returns.
class injector {
  bool enabled;

public:
  void inject(int id, std::function<void()> what) {
    if (enabled)
      what();
  }
  task<void> inject(int id);
  void inject_later(int id, std::function<void()> what) { kept = std::move(what); }
  task<void> inject_later(int id);

private:
  std::function<void()> kept;
};

task<void> at_once(injector &errors, client &peer) {
  errors.inject(1, [] {});
  errors.inject_later(1, [] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'injector::inject_later' is given a callback in a coroutine: the coroutine goes on before it is done, and what it throws or reports goes past its callers; await 'injector::inject_later' [async-mixed-completion]
  co_await peer.store(1);
}

// Nobody gave it a callback: the default of all callers logs what goes wrong.
using completion = std::function<void(int)>;
completion log_error();
struct event {
  void reply(int message, completion done = log_error());
  task<int> co_reply(int message);
};
task<void> answers(const event &, event &from, client &peer) {
  co_await peer.store(1);
  from.reply(1);
}
task<void> answers_and_looks(event &from, client &peer) {
  from.reply(1, [](int) {});
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'event::reply' is given a callback in a coroutine: the coroutine goes on before it is done, and what it throws or reports goes past its callers; await 'event::co_reply' [async-mixed-completion]
  co_await peer.store(1);
}
