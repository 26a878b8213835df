// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s %seven %t

#include <async_simple/coro/Sleep.h>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>
#include <ylt/coro_http/coro_http_client.hpp>
#include <ylt/coro_rpc/coro_rpc_client.hpp>

using namespace std::chrono_literals;
using async_simple::coro::Lazy;
using asio::ip::tcp;

int add(int a, int b);
Lazy<void> save(const std::string &body);
void consume(int value);

// ----- async-await-in-loop -----

Lazy<void> each_host(std::vector<std::string> urls) {
  for (auto &url : urls) {
    coro_http::coro_http_client client;
    auto answer = co_await client.async_get(url);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the awaits of 'async_get' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    consume(answer.status);
  }
}

Lazy<void> through_pool(coro_io::client_pool<coro_rpc::coro_rpc_client> &pool, std::vector<int> numbers) {
  for (int number : numbers)
    co_await pool.send_request([&](coro_rpc::coro_rpc_client &client) { return number; });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'send_request' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES: {{.*}}co_await async_simple::coro::collectAllWindowed(max_in_flight, false, std::move(pending)))
}

Lazy<void> one_connection(coro_http::coro_http_client &client, std::vector<std::string> urls) {
  for (auto &url : urls)
    consume((co_await client.async_get(url)).status);
}

Lazy<void> one_rpc_connection(coro_rpc::coro_rpc_client &client, std::vector<int> numbers) {
  for (int number : numbers)
    consume((co_await client.call<add>(number, 1)).value());
}

Lazy<void> limited_rate(coro_io::rate_limiter &limiter, coro_io::channel<int> &out, std::vector<int> numbers) {
  for (int number : numbers) {
    co_await limiter.acquire(1);
    co_await coro_io::async_send(out, number);
  }
}

// ----- async-missing-timeout -----

Lazy<bool> mails(cinatra::smtp::client &server, cinatra::smtp::email_data email) {
  if (!co_await server.connect("example.org", "465"))
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'connect' on 'server' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_return false;
  co_return co_await server.send_email(email);
}

Lazy<void> connects(coro_io::ExecutorWrapper<> *executor, tcp::socket &socket) {
  auto error = co_await coro_io::async_connect(executor, socket, "example.org", "80");
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'async_connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES: {{^}}  constexpr auto time_limit = std::chrono::seconds(30);
  // CHECK-FIXES: {{.*}}collectAny<async_simple::SignalType::Terminate>(std::move(operation), coro_io::sleep_for(limit));
  // CHECK-FIXES: {{.*}}}(coro_io::async_connect(executor, socket, "example.org", "80"), time_limit);
  consume(error.value());
}

Lazy<void> echo(tcp::socket socket) {
  char data[512];
  for (;;) {
    auto [error, size] = co_await coro_io::async_read_some(socket, asio::buffer(data));
    // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    // CHECK-FIXES: {{.*}}}(coro_io::async_read_some(socket, asio::buffer(data)), std::chrono::seconds(30));
    // CHECK-FIXES: {{.*}}}(coro_io::async_write(socket, asio::buffer(data, size)), std::chrono::seconds(30));
    if (error)
      break;
    co_await coro_io::async_write(socket, asio::buffer(data, size));
  }
}

Lazy<void> against_timer(tcp::socket &socket) {
  char data[512];
  co_await async_simple::coro::collectAny(coro_io::async_read_some(socket, asio::buffer(data)),
                                          coro_io::sleep_for(5s));
}

// Its clients have time limits of their own.
Lazy<void> requests(coro_rpc::coro_rpc_client &client) {
  if (co_await client.connect("localhost", "9000"))
    co_return;
  co_await client.call_for<add>(5s, 1, 2);
}

Lazy<void> serves(tcp::acceptor &acceptor, tcp::socket &socket, cinatra::coro_http_connection &connection) {
  co_await coro_io::async_accept(acceptor, socket);
  auto message = co_await connection.read_websocket();
  consume(message.status);
}

// ----- async-blocking-call -----

Lazy<int> blocks(coro_http::coro_http_client &client, tcp::socket &socket) {
  char data[512];
  auto answer = client.get("http://example.org");
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'coro_http_client::get' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await 'async_get' [async-blocking-call]
  // CHECK-FIXES: {{^}}  auto answer = co_await client.async_get("http://example.org");
  coro_io::read(socket, asio::buffer(data));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await 'coro_io::async_read' [async-blocking-call]
  // CHECK-FIXES: {{.*}}}(coro_io::async_read(socket, asio::buffer(data)), time_limit);
  co_await save(answer.resp_body);
  co_return answer.status;
}

Lazy<void> starts_server() {
  coro_rpc::coro_rpc_server server;
  server.start();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'coro_rpc_server_base::start' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  co_await save("");
}

Lazy<void> on_blocking_pool() {
  co_await coro_io::post([] {
    std::this_thread::sleep_for(1s);
    return 1;
  });
}

int main() {
  coro_rpc::coro_rpc_server server;
  server.start();
}

// ----- async-discarded-awaitable -----

Lazy<void> forgets(coro_http::coro_http_client &client) {
  client.async_get("http://example.org");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'async_get' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await client.async_get("http://example.org");
  coro_io::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'sleep_for' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await coro_io::sleep_for(1s);
  co_await save("");
}

Lazy<void> serves_until_stopped(coro_http::coro_http_server &server) {
  server.async_start();
  co_await save("");
}

// ----- async-await-under-lock -----

Lazy<void> under_lock(std::mutex &mutex, coro_http::coro_http_client &client) {
  std::unique_lock lock(mutex);
  auto answer = co_await client.async_get("http://example.org");
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'lock' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
  lock.unlock();
  co_await save(answer.resp_body);
}

// ----- async-unbounded-fan-out -----

Lazy<void> all_urls(std::vector<std::string> urls) {
  std::vector<Lazy<void>> pending;
  for (auto &url : urls)
    pending.push_back(save(url));
  co_await async_simple::coro::collectAll(std::move(pending));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'urls' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}
