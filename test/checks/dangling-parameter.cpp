// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s dangling-parameter %t

#include <inhouse/eager.h>
#include <inhouse/task.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using inhouse::task;

task<void> step(int n);
void spawn(task<void> work);
std::string name();

// What is reported: some caller lets the argument go before the coroutine is done.

task<void> by_reference(const std::string &text) {
// CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'text' refers to a temporary that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await step((int)text.size());
}
task<void> keeps_the_task() {
  auto later = by_reference(name());
  co_await later;
}

task<void> view(std::string_view text) {
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'text' refers to a temporary that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await step((int)text.size());
}
void starts_it() { spawn(view(name())); }

task<void> number(const int &n) { co_await step(n); }
// CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'n' refers to a temporary that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
std::vector<task<void>> collects() {
  std::vector<task<void>> tasks;
  tasks.push_back(number(1));
  return tasks;
}

task<void> of_a_caller(const std::string &text) {
// CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'text' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await step((int)text.size());
}
task<void> returns_it(std::string text) { return of_a_caller(text); }

// A static one, and a store that is there when the caller has returned.

struct Greeter {
  static task<void> greet(const std::string &name) {
  // CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'name' refers to a temporary that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
    co_await step((int)name.size());
  }
  static task<void> part(const std::string &name) {
  // CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'name' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
    co_await step((int)name.size());
  }
  static task<void> meet(const std::string &name) { co_await step((int)name.size()); }
  void starts() { all.push_back(greet(name())); }
  void ends() {
    std::string who = name();
    all.push_back(part(who));
  }
  void runs() {
    std::string who = name();
    all.push_back(meet(who));
    run();
  }
  void run();
  std::vector<task<void>> all;
};

// What is not.

inhouse::task<void> done_soon(const std::string &text) { co_await step((int)text.size()); }
std::optional<int> run_for(task<void> work, int milliseconds) {
  inhouse::sync_wait(std::move(work));
  return milliseconds;
}
void takes_what_came() { auto came = run_for(done_soon(name()), 10); }

std::vector<task<void>> kept;
void keep(task<void> work) { kept.push_back(std::move(work)); }
task<void> keep_and_wait(task<void> work) {
  keep(std::move(work));
  co_await std::move(kept.back());
}
task<void> counts(int *counter) {
  co_await step(1);
  ++*counter;
}
task<void> waits_by_another_function() {
  int counter = 0;
  auto work = counts(&counter);
  co_await keep_and_wait(std::move(work));
}

task<void> awaited_at_once(const std::string &text) { co_await step((int)text.size()); }
task<void> awaits() { co_await awaited_at_once(name()); }
void waits() { inhouse::sync_wait(awaited_at_once(name())); }

// Its callers are elsewhere.
task<void> unknown(const std::string &text) { co_await step((int)text.size()); }

task<void> by_value(std::string text) { co_await step((int)text.size()); }
void keeps_a_copy() { spawn(by_value(name())); }

task<void> of_the_caller(const std::string &text) { co_await step((int)text.size()); }
task<void> hands_on(const std::string &text) { return of_the_caller(text); }
task<void> outlives_it(std::string text) {
  auto later = of_the_caller(text);
  co_await later;
}

task<void> literal(std::string_view text) { co_await step((int)text.size()); }
void keeps_a_literal() { spawn(literal("name")); }

// Eager: it is read before the first suspension only.
inhouse::eager<void> early(const std::string &text) {
  int size = (int)text.size();
  co_await std::suspend_always();
  (void)size;
}
inhouse::eager<void> on_another_path(const std::string &text) {
  if (text.empty())
    co_await std::suspend_always();
  else
    (void)text.size();
}
inhouse::eager<void> in_the_next_round(const std::string &text) {
// CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'text' refers to a temporary that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  while (text.empty())
    co_await std::suspend_always();
}
inhouse::eager<void> where_it_failed(const std::string &text) {
// CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'text' refers to a temporary that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  try {
    co_await step(1);
  } catch (...) {
    (void)text.size();
  }
}
inhouse::eager<void> keeps_an_eager_one() {
  auto later = early(name());
  co_await later;
  auto others = {on_another_path(name()), in_the_next_round(name()), where_it_failed(name())};
  (void)others;
}

// The object of a method, and what a pointer leads to.

struct Session {
  int id;
  task<void> run() { co_await step(id); }
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the object of 'run' is a temporary that is gone before this coroutine reads it; keep the object in a variable, or await the call where it is made [async-dangling-parameter]
  task<void> operator()(int n) { co_await step(id + n); }
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the object of 'operator()' is a temporary that is gone before this coroutine reads it; keep the object in a variable, or await the call where it is made [async-dangling-parameter]
  task<void> waited_for() { co_await step(id); }
  task<void> kept_elsewhere() { co_await step(id); }
};
task<void> keeps_the_task_of_a_temporary() {
  auto later = Session{1}.run();
  co_await later;
}
task<void> keeps_the_task_of_a_function_object() {
  auto later = Session{1}(2);
  co_await later;
}
task<void> awaits_at_once() { co_await Session{1}.waited_for(); }
task<void> keeps_the_object() {
  Session session{1};
  auto later = session.kept_elsewhere();
  co_await later;
}

task<void> by_pointer(const int *number) { co_await step(*number); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'number' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
task<void> returns_a_pointer_to_its_own(int n) { return by_pointer(&n); }
task<void> by_given_pointer(const int *number) { co_await step(*number); }
task<void> hands_on_a_pointer(const int *number) { return by_given_pointer(number); }

// Whoever gives back what the task gives has waited for it.
template <typename T> struct promise_of {
  struct promise_type {
    promise_of get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
  operator T();
  std::coroutine_handle<promise_type> frame;
};
promise_of<int> length(const std::string &text) {
  co_await step(1);
  co_return (int)text.size();
}
int waits_by_converting() { return length(name()); }
