// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-transaction %t
//
// A pooled connection that a service keeps for itself.

#include <atomic>
#include <inhouse/task.h>
#include <optional>
#include <utility>

using inhouse::task;

namespace boost::mysql {
class any_connection {
public:
  task<void> async_execute(const char *);
};
class pooled_connection {
public:
  pooled_connection(pooled_connection &&);
  ~pooled_connection();
  any_connection *operator->();
};
class connection_pool {
public:
  task<pooled_connection> async_get_connection();
};
} // namespace boost::mysql

using Lease = boost::mysql::pooled_connection;
using Pool = boost::mysql::connection_pool;

struct Jobs {
  task<int> next();
};
struct Mailer {
  task<void> send(int id);
};

// What is reported.

// Taken late, and for one batch.
task<void> for_a_batch(Pool &pool, Mailer &mailer, int count) {
  std::optional<Lease> lease;
  for (int id = 0; id < count; ++id) {
    if (!lease) {
      auto got = co_await pool.async_get_connection();
      lease.emplace(std::move(got));
    }
    co_await mailer.send(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'lease' is kept out of its pool across this await, which does not use it, and others wait for a connection meanwhile; give it back first [async-await-in-transaction]
    co_await (*lease)->async_execute("insert");
  }
}

task<void> given_back_too_late(Pool &pool, Jobs &jobs, Mailer &mailer, const std::atomic<bool> &running) {
  std::optional<Lease> lease;
  while (running.load()) {
    const int id = co_await jobs.next();
    if (!lease) {
      auto got = co_await pool.async_get_connection();
      lease.emplace(std::move(got));
    }
    co_await (*lease)->async_execute("insert");
    co_await mailer.send(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'lease' is kept out of its pool across this await, which does not use it, and others wait for a connection meanwhile; give it back first [async-await-in-transaction]
    lease.reset();
  }
}

task<void> of_each_round(Pool &pool, Jobs &jobs, const std::atomic<bool> &running) {
  while (running.load()) {
    std::optional<Lease> lease;
    if (!lease) {
      auto got = co_await pool.async_get_connection();
      lease.emplace(std::move(got));
    }
    co_await jobs.next();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'lease' is kept out of its pool across this await, which does not use it, and others wait for a connection meanwhile; give it back first [async-await-in-transaction]
    co_await (*lease)->async_execute("insert");
  }
}

// What is not.

// Its own until it fails, and no longer the pool's.
task<void> dedicated(Pool &pool, Jobs &jobs, const std::atomic<bool> &running) {
  std::optional<Lease> own;
  while (running.load()) {
    try {
      if (!own.has_value()) {
        auto lease = co_await pool.async_get_connection();
        own.emplace(std::move(lease));
      }
      co_await jobs.next();
      co_await (*own)->async_execute("insert");
    } catch (...) {
      own.reset();
    }
  }
}
task<void> endless(Pool &pool, Jobs &jobs) {
  std::optional<Lease> own;
  for (;;) {
    if (!own) {
      auto got = co_await pool.async_get_connection();
      own.emplace(std::move(got));
    }
    co_await jobs.next();
    co_await (*own)->async_execute("insert");
  }
}
