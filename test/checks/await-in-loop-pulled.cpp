// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-loop %t
//
// Rounds that are not this loop's alone, that wait for what runs, or of which there is one.

#include <chrono>
#include <functional>
#include <inhouse/task.h>
#include <string>
#include <vector>

using inhouse::task;
using namespace std::chrono_literals;

task<int> fetch(int id);
task<void> sleep_named(const std::string &name, std::chrono::milliseconds time);

// Workers that share a counter.
bool next(int &i);
task<void> work() {
  int i;
  while (next(i))
    co_await fetch(i);
}

// Elements of the loop's own.
bool next_of(const std::vector<int> &ids, int &i);
task<int> sum(std::vector<int> ids) {
  int i, total = 0;
  while (next_of(ids, i))
    total += co_await fetch(i);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return total;
}

// What runs already.
struct running {
  task<void> wait();
  task<int> join();
};
task<void> finish(std::vector<running> jobs) {
  for (int i = 0; i < 10; ++i) {
    co_await jobs[i].wait();
    co_await jobs[i].join();
  }
}

// Pauses with a name.
task<void> pause_each(std::vector<std::string> names) {
  for (const std::string &name : names)
    co_await sleep_named(name, 5ms);
}

// Listeners, in the order in which they came.
task<void> tell(std::vector<std::function<task<void>(int)>> listeners, int what) {
  for (auto &listener : listeners)
    co_await listener(what);
}

// The first that fits.
task<int> first(std::vector<int> ids, int low) {
  int found = 0;
  for (int id : ids) {
    if (id > low) {
      found = co_await fetch(id);
      found += co_await fetch(id + 1);
      break;
    }
  }
  co_return found;
}

task<int> all_that_fit(std::vector<int> ids, int low) {
  int found = 0;
  for (int id : ids) {
    if (id > low) {
      found += co_await fetch(id);
      // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    }
    if (id == 100)
      break;
  }
  co_return found;
}
