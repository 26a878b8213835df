// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy --suffixes=LOW %s sequential-awaits %t -- --config="{CheckOptions: {async-sequential-awaits.Confidence: low, async-sequential-awaits.MinAwaits: 3}}"
// RUN: %check_cotidy %s sequential-awaits %t

#include <inhouse/task.h>

using inhouse::task;

task<int> credit_of(int id);
task<void> audit(int id);
struct connection {
  task<int> ask(int what);
};

task<int> two(int id) {
  int left = co_await credit_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int right = co_await credit_of(7);
  co_return left - right;
}

task<void> effects(int id) {
  co_await audit(id);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 3 calls of 'audit' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  co_await audit(id + 1);
  co_await audit(id + 2);
}

task<int> one_connection(connection &over) {
  int first = co_await over.ask(1);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 3 calls of 'ask' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int second = co_await over.ask(2);
  int third = co_await over.ask(3);
  co_return first + second + third;
}

task<int> still_dependent() {
  int first = co_await credit_of(1);
  int second = co_await credit_of(first);
  int third = co_await credit_of(second);
  co_return third;
}
