// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s detached-task %t
//
// What is put around a task before it is detached does not hide whose task it is.

#include <boost/cobalt.hpp>
#include <tmc/all_headers.hpp>
#include <utility>

namespace cobalt = boost::cobalt;

tmc::task<void> store(int id);
tmc::task<void> fails(int id) {
  if (id == 0)
    throw id;
  co_await store(id);
}
tmc::task<void> cannot_fail() noexcept { co_await store(1); }

void spawns() {
  tmc::spawn(fails(1)).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task ends the process; catch and report it in the task [async-detached-task]
  tmc::spawn(cannot_fail()).detach();
  auto later = tmc::spawn(fails(2));
  std::move(later).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task ends the process; catch and report it in the task [async-detached-task]
  tmc::spawn(store(2)).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task ends the process; catch and report it in the task [async-detached-task]
}

cobalt::promise<void> save(int id);
cobalt::promise<void> may_fail(int id) {
  if (id == 0)
    throw id;
  co_await save(id);
}
cobalt::promise<void> never_fails() noexcept { co_await save(1); }

void promises() {
  may_fail(1).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task ends the process; catch and report it in the task [async-detached-task]
  never_fails().detach();
  auto later = may_fail(2);
  later.detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task ends the process; catch and report it in the task [async-detached-task]
}
