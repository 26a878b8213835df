// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s detached-task %t

#include <boost/cobalt.hpp>
#include <async_simple/coro/Lazy.h>
#include <folly/coro/Task.h>
#include <inhouse/task.h>

void log(const char *what);
inhouse::task<void> in_house(int id);
async_simple::coro::Lazy<int> lazy_work();

// Through what puts the task on an executor, or into a wrapper.

async_simple::coro::Lazy<int> lazy_that_fails() { co_return co_await lazy_work(); }
async_simple::coro::Lazy<int> lazy_that_catches() {
  try {
    co_return co_await lazy_work();
  } catch (...) {
    log("failed");
  }
  co_return 0;
}
void on_an_executor(async_simple::Executor *executor) {
  lazy_that_fails().via(executor).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task ends the process; catch and report it in the task [async-detached-task]
  auto lazy = lazy_that_fails();
  std::move(lazy).via(executor).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task ends the process; catch and report it in the task [async-detached-task]
  lazy_that_catches().via(executor).detach();
}
void given_by_another(async_simple::Executor *executor, async_simple::coro::Lazy<int> lazy) {
  std::move(lazy).via(executor).detach();
}

struct workers {};
struct on_pool {
  on_pool(workers &where, inhouse::task<void> what);
  void detach();
  void join();
};
on_pool on(workers &where, inhouse::task<void> what);
inhouse::task<void> fails() { co_await in_house(1); }
inhouse::task<void> catches() {
  try {
    co_await in_house(1);
  } catch (...) {
    log("failed");
  }
}
void through_a_wrapper(workers &where) {
  on(where, fails()).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: nobody waits for this detached task, so an exception that leaves it is lost or ends the process; catch and report it in the task [async-detached-task]
  on_pool(where, fails()).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: nobody waits for this detached task, so an exception that leaves it is lost or ends the process; catch and report it in the task [async-detached-task]
  auto started = on(where, fails());
  started.detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: nobody waits for this detached task, so an exception that leaves it is lost or ends the process; catch and report it in the task [async-detached-task]
  on(where, catches()).detach();
  on(where, fails()).join();
}

// A start whose result is there to be dropped.
folly::coro::Task<void> fails_elsewhere();
void started(folly::Executor *executor) {
  folly::coro::co_withExecutor(executor, fails_elsewhere()).start();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
  auto running = folly::coro::co_withExecutor(executor, fails_elsewhere()).start();
  running.wait();
}

// Whoever resumes a detached promise gets what it throws.

namespace cobalt = boost::cobalt;
cobalt::task<void> store(int id);
cobalt::promise<void> refuses() {
  co_await store(1);
  throw 1;
}
cobalt::promise<void> stores(int id) {
  try {
    co_await store(id);
  } catch (...) {
  }
}
void detaches_promises() {
  refuses().detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task ends the process; catch and report it in the task [async-detached-task]
  +stores(2);
}
