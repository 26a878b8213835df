// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t
//
// A C library whose header somebody includes inside a namespace: its functions are the same.

#include <inhouse/task.h>

using inhouse::task;

namespace orm {
extern "C" {
struct MYSQL;
int mysql_ping(MYSQL *);
unsigned long long mysql_insert_id(MYSQL *);
}
inline bool is_alive(MYSQL *connection) { return mysql_ping(connection) == 0; }

// One of its own, that only has the name.
int mysql_query(MYSQL *, const char *);
} // namespace orm

task<int> asks(orm::MYSQL *connection) {
  co_return orm::mysql_ping(connection);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'mysql_ping' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
}
task<bool> asks_through_a_function(orm::MYSQL *connection) {
  co_return orm::is_alive(connection);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'is_alive' calls 'mysql_ping', which blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
}

// What is not.

task<int> asks_an_own_one(orm::MYSQL *connection) {
  co_return orm::mysql_query(connection, "select 1");
}
task<unsigned long long> asks_what_is_known(orm::MYSQL *connection) {
  co_return orm::mysql_insert_id(connection);
}
