// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-yield %t -- --config="{CheckOptions: {async-missing-yield.LeastRounds: 1000}}"

#include <inhouse/task.h>

using inhouse::task;

task<void> step();

task<int> many() {
  int sum = 0;
  for (int i = 0; i < 40; ++i)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop runs 1600 rounds without a suspension, so that no other coroutine, timer or I/O of this thread gets a turn meanwhile; yield every so many rounds, or run it on a pool of threads [async-missing-yield]
    for (int j = 0; j < 40; ++j)
      sum += i;
  co_await step();
  co_return sum;
}

task<int> few() {
  int sum = 0;
  for (int i = 0; i < 999; ++i)
    sum += i;
  co_await step();
  co_return sum;
}
