// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s %seven %t

#include <boost/asio.hpp>
#include <boost/redis/connection.hpp>
#include <chrono>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace redis = boost::redis;
using namespace std::chrono_literals;

// One request may carry all the commands, but they may also be on their way together.
asio::awaitable<void> set_all(redis::connection &connection, std::vector<std::string> keys) {
  for (const auto &key : keys) {
    redis::request request;
    request.push("SET", key);
    co_await connection.async_exec(request, redis::ignore, asio::cancel_after(5s, asio::use_awaitable));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'async_exec' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  }
}

// The connection ends what waits on a server that does not answer, unless it is told not to look: see the end.
asio::awaitable<void> waits_for_ever(redis::connection &connection, redis::request request) {
  redis::response<int> answer;
  co_await connection.async_exec(request, answer, asio::use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_exec' on 'connection' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES: {{^}}  co_await connection.async_exec(request, answer, boost::asio::cancel_after(time_limit, asio::use_awaitable));
}

asio::awaitable<void> waits_for_the_next(redis::connection &connection) {
  redis::response<int> answer;
  redis::request request;
  request.push("XREAD", "BLOCK", "0", "STREAMS", "numbers");
  co_await connection.async_exec(request, answer, asio::use_awaitable);
}

asio::awaitable<void> in_time(redis::connection &connection, redis::request request) {
  redis::response<int> answer;
  co_await connection.async_exec(request, answer, asio::cancel_after(5s, asio::use_awaitable));
}

asio::awaitable<void> pushes(redis::connection &connection) {
  for (;;)
    co_await connection.async_receive(asio::use_awaitable);
}

asio::awaitable<void> forgets(redis::connection &connection, redis::request request) {
  redis::response<int> answer;
  connection.async_exec(request, answer, asio::cancel_after(5s, asio::use_awaitable));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'async_exec' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await connection.async_exec(request, answer, {{.*}}
  co_await connection.async_run(redis::config(), asio::use_awaitable);
}

redis::config unchecked() {
  redis::config config;
  config.health_check_interval = std::chrono::seconds(0);
  return config;
}
