// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-transaction %t
//
// A lease that may not be given, and state that a lock guards and an await is given a copy of.

#include <expected>
#include <inhouse/async_mutex.h>
#include <inhouse/task.h>
#include <optional>

using inhouse::async_mutex;
using inhouse::task;

struct Connection {
  task<void> exec(const char *statement);
  void reset();
};
class Lease {
public:
  Lease(Lease &&other);
  ~Lease();
  Connection *operator->() const;
  Connection &operator*() const;
  void release();
};
struct ConnectionPool {
  task<std::optional<Lease>> try_acquire(int milliseconds);
  task<std::optional<Lease>> acquire(int milliseconds);
  task<std::expected<Lease, int>> checkout();
};
struct Mailer {
  task<void> send(int id);
};
task<void> save(int id, int total);

// What is reported.

task<void> in_a_branch(ConnectionPool &pool, Mailer &mailer) {
  if (auto lease = co_await pool.try_acquire(10); lease) {
    co_await (*lease)->exec("insert");
    co_await mailer.send(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'lease' is kept out of its pool across this await, which does not use it, and others wait for a connection meanwhile; give it back first [async-await-in-transaction]
  }
}

task<void> after_a_test(ConnectionPool &pool, Mailer &mailer) {
  auto lease = co_await pool.acquire(10);
  if (!lease)
    co_return;
  co_await (*lease)->exec("insert");
  co_await mailer.send(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'lease' is kept out of its pool across this await, which does not use it, and others wait for a connection meanwhile; give it back first [async-await-in-transaction]
}

task<void> with_an_error(ConnectionPool &pool, Mailer &mailer) {
  auto lease = co_await pool.checkout();
  if (!lease.has_value())
    co_return;
  co_await (*lease)->exec("insert");
  co_await mailer.send(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'lease' is kept out of its pool across this await, which does not use it, and others wait for a connection meanwhile; give it back first [async-await-in-transaction]
}

class Counter {
public:
  task<void> add(int n, Mailer &mailer) {
    auto held = co_await mutex.scoped_lock_async();
    total = total + n;
    const int id = last;
    co_await mailer.send(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'held' is held across this await, which works on none of what it protects, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
  }

private:
  async_mutex mutex;
  int total = 0, last = 0;
};

// What is not.

task<void> given_back(ConnectionPool &pool, Mailer &mailer) {
  auto lease = co_await pool.try_acquire(10);
  if (!lease)
    co_return;
  co_await (*lease)->exec("insert");
  lease.reset();
  co_await mailer.send(1);
}

task<void> given_back_inside(ConnectionPool &pool, Mailer &mailer) {
  auto lease = co_await pool.try_acquire(10);
  if (!lease)
    co_return;
  lease->release();
  co_await mailer.send(1);
}

task<void> where_there_is_none(ConnectionPool &pool, Mailer &mailer) {
  auto lease = co_await pool.try_acquire(10);
  if (!lease) {
    co_await mailer.send(1);
    co_return;
  }
  co_await (*lease)->exec("insert");
}

// Nobody has asked whether there is one.
task<void> untested(ConnectionPool &pool, Mailer &mailer) {
  auto lease = co_await pool.try_acquire(10);
  co_await mailer.send(1);
}

// What is saved is what the lock guards, and it changes only when that is done.
class Account {
public:
  task<void> deposit(int amount) {
    auto held = co_await mutex.scoped_lock_async();
    const int before = balance;
    co_await save(1, before + amount);
    balance = before + amount;
  }

private:
  async_mutex mutex;
  int balance = 0;
};
