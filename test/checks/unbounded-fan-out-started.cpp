// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-fan-out %t
//
// Tasks that a method of theirs starts, by which they become handles of what runs.

#include <inhouse/started.h>
#include <vector>

using inhouse::job;
using inhouse::running;

job<int> fetch(int id);

job<int> starts_all(std::vector<int> ids) {
  std::vector<running<int>> started;
  for (int id : ids)
    started.push_back(fetch(id).start());
    // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  int sum = 0;
  for (auto &one : started)
    sum += co_await std::move(one);
  co_return sum;
}

// What is not.

// They are done when they have been started.
job<int> starts_what_never_waits(std::vector<int> ids) {
  std::vector<running<int>> started;
  for (int id : ids) {
    auto one = [](int number) -> job<int> { co_return number; }(id).start();
    started.push_back(std::move(one));
  }
  int sum = 0;
  for (auto &one : started)
    sum += co_await std::move(one);
  co_return sum;
}
