// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s lazy-task-fan-out %t

#include <algorithm>
#include <coro/coro.hpp>
#include <deque>
#include <inhouse/eager.h>
#include <inhouse/started.h>
#include <inhouse/task.h>
#include <map>
#include <memory>
#include <inhouse/when_all.h>
#include <iterator>
#include <utility>
#include <vector>

using inhouse::task;

task<int> fetch(int id);
inhouse::eager<int> start(int id);

// What is reported.

task<int> by_reference(std::vector<int> ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  int sum = 0;
  for (task<int> &each : tasks)
    sum += co_await each;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'tasks' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
  co_return sum;
}

task<void> moved(std::vector<int> ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.emplace_back(fetch(id));
  for (auto &each : tasks)
    co_await std::move(each);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'tasks' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
}

task<int> by_index(std::vector<int> ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  int sum = 0;
  for (std::size_t i = 0; i < tasks.size(); ++i)
    sum += co_await tasks[i];
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'tasks' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
  co_return sum;
}

task<int> by_an_algorithm(std::vector<int> ids) {
  std::vector<task<int>> tasks;
  std::transform(ids.begin(), ids.end(), std::back_inserter(tasks), [](int id) { return fetch(id); });
  int sum = 0;
  for (std::size_t i = 0; i < tasks.size(); ++i)
    sum += co_await tasks.at(i);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'tasks' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
  co_return sum;
}

task<int> by_place(std::vector<int> ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  int sum = 0;
  for (auto it = tasks.begin(); it != tasks.end(); ++it)
    sum += co_await std::move(*it);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'tasks' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
  co_return sum;
}

// What is not.

// They run already.
inhouse::eager<int> eager(std::vector<int> ids) {
  std::vector<inhouse::eager<int>> tasks;
  for (int id : ids)
    tasks.push_back(start(id));
  int sum = 0;
  for (auto &each : tasks)
    sum += co_await each;
  co_return sum;
}

// Another handle of the same promise is what the task becomes when it is started.
inhouse::job<int> begin(int id);
task<int> begun(std::vector<int> ids) {
  std::vector<inhouse::running<int>> tasks;
  for (int id : ids)
    tasks.push_back(begin(id).start());
  int sum = 0;
  for (auto &each : tasks)
    sum += co_await std::move(each);
  co_return sum;
}
task<int> not_begun(std::vector<int> ids) {
  std::vector<inhouse::job<int>> tasks;
  for (int id : ids)
    tasks.push_back(begin(id));
  int sum = 0;
  for (auto &each : tasks)
    sum += co_await std::move(each);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'tasks' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
  co_return sum;
}

// Whoever made them decided.
task<void> given(std::vector<task<int>> tasks) {
  for (auto &each : tasks)
    co_await each;
}

task<void> joins(std::vector<int> ids) {
  std::vector<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  co_await inhouse::when_all(std::move(tasks));
}

// The loop's own.
task<int> made_and_awaited(std::vector<int> ids) {
  std::vector<task<int>> tasks;
  int sum = 0;
  for (int id : ids) {
    tasks.push_back(fetch(id));
    sum += co_await tasks.back();
  }
  co_return sum;
}

// Another container.
task<void> of_another(std::vector<int> ids, std::vector<task<int>> given) {
  std::vector<task<int>> tasks;
  std::transform(ids.begin(), ids.end(), std::back_inserter(tasks), fetch);
  for (auto it = given.begin(); it != given.end(); ++it)
    co_await std::move(*it);
  co_await inhouse::when_all(std::move(tasks));
}

// In a map, reached by an iterator, or a member of what is collected.
task<int> in_a_map(std::vector<int> ids) {
  std::map<int, task<int>> tasks;
  for (int id : ids)
    tasks.emplace(id, fetch(id));
  int sum = 0;
  for (auto &[id, one] : tasks)
    sum += co_await std::move(one);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'tasks' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
  co_return sum;
}
task<int> by_iterators(std::vector<int> ids) {
  std::map<int, task<int>> tasks;
  for (int id : ids)
    tasks.insert({id, fetch(id)});
  int sum = 0;
  for (auto it = tasks.begin(); it != tasks.end(); ++it)
    sum += co_await std::move(it->second);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'tasks' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
  co_return sum;
}
struct job {
  int id;
  task<int> work;
};
task<int> as_members(std::vector<int> ids) {
  std::vector<job> jobs;
  for (int id : ids)
    jobs.push_back({id, fetch(id)});
  int sum = 0;
  for (auto &one : jobs)
    sum += co_await std::move(one.work);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'jobs' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
  co_return sum;
}
task<int> by_pointers(std::vector<int> ids) {
  std::vector<std::unique_ptr<task<int>>> tasks;
  for (int id : ids)
    tasks.push_back(std::make_unique<task<int>>(fetch(id)));
  int sum = 0;
  for (auto &one : tasks)
    sum += co_await *one;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'tasks' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
  co_return sum;
}

// Parts of the elements, and elements that are taken out.

task<void> of_pairs(std::vector<int> ids) {
  std::vector<std::pair<int, task<int>>> tasks;
  for (int id : ids)
    tasks.emplace_back(id, fetch(id));
  for (auto &each : tasks)
    co_await std::move(each.second);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'tasks' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
}

task<void> from_the_front(std::vector<int> ids) {
  std::deque<task<int>> tasks;
  for (int id : ids)
    tasks.push_back(fetch(id));
  while (!tasks.empty()) {
    auto next = std::move(tasks.front());
    tasks.pop_front();
    co_await std::move(next);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'tasks' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
  }
}

// Whoever made them decided.
task<void> from_the_front_of_given_ones(std::deque<task<int>> tasks) {
  while (!tasks.empty()) {
    auto next = std::move(tasks.front());
    tasks.pop_front();
    co_await std::move(next);
  }
}

// Made one by one, as they are awaited.
task<void> made_for_each(std::map<int, int> ids) {
  for (auto &[id, other] : ids) {
    auto next = fetch(other);
    co_await std::move(next);
  }
}

// What is collected only waits for work that runs.
coro::task<void> erase(int id);
coro::task<void> started_by_the_scheduler(coro::scheduler &scheduler, std::vector<int> ids) {
  std::vector<coro::task<void>> joins;
  for (int id : ids)
    joins.push_back(scheduler.spawn_joinable(erase(id)));
  for (auto &join : joins)
    co_await join;
}
coro::task<void> not_started(std::vector<int> ids) {
  std::vector<coro::task<void>> joins;
  for (int id : ids)
    joins.push_back(erase(id));
  for (auto &join : joins)
    co_await join;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the tasks in 'joins' are lazy, so each begins only when it is awaited here, one after another: latency is their sum; join them [async-lazy-task-fan-out]
}
