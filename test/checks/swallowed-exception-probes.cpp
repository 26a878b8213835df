// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s swallowed-exception %t
//
// Questions whose answer is whether anything failed, and what is taken back as well as it goes.

#include <inhouse/task.h>

using inhouse::task;

struct connection {
  task<int> query(const char *sql);
  task<void> rollback();
  task<void> commit();
  task<void> abort();
  void release();
};

// ---- questions

task<bool> ping(connection &to) {
  try {
    co_await to.query("select 1");
    co_return true;
  } catch (...) {
    co_return false;
  }
}
task<bool> isAlive(connection &to) {
  try {
    co_return co_await to.query("select 1") == 1;
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    co_return false;
  }
}
task<bool> store(connection &to) {
  try {
    co_await to.query("insert");
    co_return true;
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    co_return false;
  }
}
task<bool> check_and_store(connection &to) {
  bool stored = co_await to.query("select 1") == 1;
  try {
    co_await to.query("insert");
    co_return true;
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    co_return false;
  }
  co_return stored;
}

// ---- what is taken back

task<void> gives_up(connection &to) {
  try {
    co_await to.rollback();
  } catch (...) {
  }
  to.release();
}
task<void> aborts(connection &to) {
  try {
    co_await to.abort();
  } catch (...) {
  }
}
task<void> keeps(connection &to) {
  try {
    co_await to.commit();
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
  to.release();
}
