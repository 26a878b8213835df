// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-fan-out,discarded-awaitable %t
//
// Tasks that were made before, rounds of which there is one, and somebody who is asked for room.

#include <inhouse/task.h>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

using inhouse::task;

struct latch {
  void count_down();
  task<void> wait();
};
void start(task<void> work);
task<void> look_up(std::string name);

task<void> tell(task<void> work, latch &done) {
  co_await std::move(work);
  done.count_down();
}

// What joins did not make what it joins.
task<void> join(std::vector<task<void>> tasks) {
  latch done;
  for (size_t i = 0; i < tasks.size(); ++i)
    start(tell(std::move(tasks[i]), done));
  co_await done.wait();
}

task<void> each(const std::vector<std::string> &names, latch &done) {
  for (size_t i = 0; i < names.size(); ++i)
    start(tell(look_up(names[i]), done));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'names' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_return;
}

// A scope, as macros write it.
#define WITH(declaration) for (bool done = false; !done; done = true) for (declaration; !done; done = true)
task<void> in_a_scope(const std::vector<std::string> &names) {
  WITH(std::string name = names[0])
  start(look_up(name));
  co_return;
}

// The same with what it is about and a pointer to that, which ends it.
#define CASE(name, box) for (auto &name = box.front(), *open = &name; open; open = nullptr)
#define EACH(name, box) for (auto *name = &box.front(); name; name = nullptr_or_next(name))
const std::string *nullptr_or_next(const std::string *name);
task<void> in_a_case(const std::vector<std::string> &names) {
  CASE(name, names)
  start(look_up(name));
  EACH(name, names)
  start(look_up(*name));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: a task is in flight for every value of 'name' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_return;
}

struct scheduler {
  bool admit(int id);
};
task<void> by_room(const std::vector<std::string> &names, scheduler &room) {
  for (const std::string &name : names) {
    if (!room.admit(name.size()))
      continue;
    start(look_up(name));
  }
  co_return;
}

// A task in a variable.
void with_a_start(const std::string &name) {
  task<void> work = look_up(name);
  start(std::move(work));
}
void with_nothing(const std::string &name) {
  task<void> work = look_up(name);
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'work' is never awaited, so its work never runs; start it [async-discarded-awaitable]
}

// As many as fit into the object are expected, or as many as there are to do the work.
template <typename T, unsigned Inline> struct small_vector {
  T *begin() const;
  T *end() const;
};
template <typename T> struct work_list {
  T *begin() const;
  T *end() const;
};
work_list<std::string> processing_slots();
work_list<std::string> processing_names();

void few(const small_vector<std::string, 3> &replicas, const small_vector<std::string, 300> &many) {
  for (const std::string &name : replicas)
    start(look_up(name));
  for (const std::string &name : processing_slots())
    start(look_up(name));
  for (const std::string &name : many)
    start(look_up(name));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'many' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  for (const std::string &name : processing_names())
    start(look_up(name));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of the range at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// What was let in while there was room, and what has been taken out of that.
class admission {
public:
  void start_ready(const std::vector<std::string> &ready) {
    std::vector<std::string> jobs, long_ones;
    for (const std::string &name : ready | std::views::take_while([&](const std::string &) { return running < max_running; })) {
      jobs.push_back(name);
      ++running;
    }
    for (const std::string &name : jobs)
      if (name.size() > 8)
        long_ones.push_back(name);
    for (const std::string &name : long_ones)
      start(look_up(name));
  }
  void start_all(const std::vector<std::string> &ready) {
    std::vector<std::string> named;
    for (const std::string &name : ready | std::views::take_while([](const std::string &name) { return !name.empty(); }))
      named.push_back(name);
    for (const std::string &name : named)
      start(look_up(name));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'named' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  }

private:
  int running = 0, max_running = 8;
};
