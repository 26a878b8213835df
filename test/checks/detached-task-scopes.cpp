// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s detached-task %t
//
// Work in a scope that ends the process on an error.

#include <cppcoro/async_scope.hpp>
#include <cppcoro/task.hpp>
#include <stdexcept>

cppcoro::task<> index_all(int id);
cppcoro::task<> checked(int id) {
  if (id < 0)
    throw std::runtime_error("no such index");
  co_await index_all(id);
}

cppcoro::task<> runs(cppcoro::async_scope &scope, int id) {
  scope.spawn(index_all(id)); // nobody knows
  scope.spawn(checked(id));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task ends the process; catch and report it in the task [async-detached-task]
  co_await scope.join();
}
