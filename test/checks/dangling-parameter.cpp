// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s dangling-parameter %t

#include <inhouse/eager.h>
#include <inhouse/task.h>
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

// What is not.

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
inhouse::eager<void> keeps_an_eager_one() {
  auto later = early(name());
  co_await later;
}
