// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
// RUN: %check_cotidy --suffixes=LATE %s missing-timeout %t -- --config="{CheckOptions: {async-missing-timeout.ReportSlowEnds: true}}"
//
// A connection that checks whether its server is there.

#include <boost/asio.hpp>
#include <boost/redis/connection.hpp>
#include <chrono>

namespace asio = boost::asio;
namespace redis = boost::redis;

redis::config checked() {
  redis::config config;
  config.health_check_interval = std::chrono::seconds(5);
  return config;
}

asio::awaitable<void> ends_with_the_check(redis::connection &connection, redis::request request) {
  redis::response<int> answer;
  co_await connection.async_exec(request, answer, asio::use_awaitable);
  // CHECK-MESSAGES-LATE: :[[@LINE-1]]:3: warning: 'async_exec' on 'connection' ends late if nobody answers, by a limit that is not yours; give it a timeout [async-missing-timeout]
  // CHECK-FIXES-LATE: co_await connection.async_exec(request, answer, boost::asio::cancel_after(time_limit, asio::use_awaitable));
}
