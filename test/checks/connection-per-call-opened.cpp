// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s connection-per-call %t

#include <asio.hpp>
#include <inhouse/task.h>
#include <string>

using inhouse::task;

// Opened for the call, or lent to what the call awaits.

struct database_session {
  task<void> open(const std::string &url);
  task<int> query(const std::string &text);
};
task<int> opens_a_session(std::string text) {
  database_session session;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'session' is a new 'database_session' in each call of 'opens_a_session', to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
  co_await session.open("db://here");
  co_return co_await session.query(text);
}

struct log_session {
  task<void> open();
  task<int> query(const std::string &text);
};
task<int> opens_nothing_elsewhere(std::string text) {
  log_session session;
  co_await session.open();
  co_return co_await session.query(text);
}

asio::awaitable<int> compute(int n);
asio::awaitable<int> on_threads_of_its_own(int n) {
  asio::thread_pool threads(4);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'threads' is a new 'thread_pool' in each call of 'on_threads_of_its_own', to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
  co_return co_await asio::co_spawn(threads, compute(n), asio::use_awaitable);
}

asio::awaitable<int> on_shared_threads(asio::thread_pool &threads, int n) {
  co_return co_await asio::co_spawn(threads, compute(n), asio::use_awaitable);
}
