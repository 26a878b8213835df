// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s swallowed-exception %t
//
// Questions whose answer is whether anything failed, what is taken back as well as it goes, and waits for an end that
// leave the error where it is.

#include <inhouse/task.h>
#include <memory>

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

// ---- the end of shared work

template <typename T> struct shared_future {
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<> waiting);
  T await_resume();
  std::shared_ptr<T> state;
};

template <typename T> task<void> ready(shared_future<T> work) {
  try {
    co_await work;
  } catch (...) {
  }
}
template <typename T> task<void> never_called(shared_future<T> work) {
  try {
    co_await work;
  } catch (...) {
  }
}
task<void> both(shared_future<int> first, shared_future<int> &second) {
  co_await ready(first);
  try {
    co_await second;
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
}
task<void> last(task<int> work) {
  try {
    co_await std::move(work);
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
}
task<void> referred(shared_future<int> &work) {
  try {
    co_await work;
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
}
