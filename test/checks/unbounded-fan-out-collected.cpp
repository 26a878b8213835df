// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-fan-out %t
//
// Tasks that are made one after another and all started afterwards.

#include <inhouse/task.h>
#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

using inhouse::task;

task<int> fetch(int id);
void spawn(task<int> work);

void started_afterwards(const std::vector<int> &ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  for (auto &each : tasks)
    spawn(std::move(each));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}
void transformed_and_started(const std::vector<int> &ids) {
  std::vector<task<int>> tasks;
  std::transform(ids.begin(), ids.end(), std::back_inserter(tasks), fetch);
  for (auto &each : tasks)
    spawn(std::move(each));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// Few, what a function was given, and what is made elsewhere.
void a_few() {
  std::vector<task<int>> tasks;
  for (int i = 0; i < 3; ++i)
    tasks.push_back(fetch(i));
  for (auto &each : tasks)
    spawn(std::move(each));
}
void given(std::vector<task<int>> tasks) {
  for (auto &each : tasks)
    spawn(std::move(each));
}
std::vector<task<int>> prepared();
void made_elsewhere() {
  std::vector<task<int>> tasks = prepared();
  for (auto &each : tasks)
    spawn(std::move(each));
}

// A number of them at a time.
task<void> a_number_at_a_time(const std::vector<int> &ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  int running = 0;
  for (auto &each : tasks) {
    while (running >= 8)
      running -= co_await fetch(0);
    ++running;
    spawn(std::move(each));
  }
}
