// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s stale-read-across-await %t -- --config="{CheckOptions: {async-stale-read-across-await.IgnoredState: 'Account::balance'}}"

#include <inhouse/task.h>

using inhouse::task;

task<void> step();

class Account {
public:
  task<void> deposit(int amount) {
    int before = balance;
    co_await step();
    balance = before + amount;
  }
  task<void> count() {
    int before = deposits;
    co_await step();
    deposits = before + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'deposits' gets a value made from what it was before a suspension, so that what 'Account::clear' writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
  }
  void clear() { deposits = 0; }

private:
  int balance = 0;
  int deposits = 0;
};
