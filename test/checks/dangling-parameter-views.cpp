// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s dangling-parameter %t
//
// A local of the caller that becomes a view or a pointer on its way into a task that is returned.

#include <inhouse/task.h>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using inhouse::task;

task<void> step();

// What is reported.

task<int> sum(std::span<const int> of) {
// CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'of' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await step();
  co_return of[0];
}
task<int> of_a_vector() {
  std::vector<int> numbers(3);
  return sum(numbers);
}

task<int> length(std::string_view text) {
// CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'text' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await step();
  co_return (int)text.size();
}
task<int> of_a_string() {
  std::string name = "name";
  return length(name);
}

task<int> first(const char *text) {
// CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'text' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await step();
  co_return text[0];
}
task<int> of_its_characters() {
  std::string name = "name";
  return first(name.c_str());
}

task<int> front(const int *numbers) {
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'numbers' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await step();
  co_return numbers[0];
}
task<int> of_an_array() {
  int numbers[3] = {};
  return front(numbers);
}

// What is not.

task<int> width(std::string_view text) {
  co_await step();
  co_return (int)text.size();
}
task<int> of_a_view(std::string_view text) {
  std::string_view rest = text;
  return width(rest);
}
task<int> of_somebody_elses(const std::string &name) { return width(name); }
task<int> of_a_literal() { return width("name"); }
task<int> awaits(std::string name) { co_return co_await width(name); }

task<int> last(const char *text, const int *numbers) {
  co_await step();
  co_return text[0] + numbers[0];
}
task<int> of_what_stays() {
  static int numbers[3] = {};
  const char *text = "text";
  return last(text, numbers);
}
struct session {
  const char *title() const;
};
// What it leads to may be anybody's.
task<int> of_another_object() {
  static int number;
  session mine;
  return last(mine.title(), &number);
}

// What a temporary hands out is gone with it.

std::string name();
std::vector<task<int>> later;

task<int> first_of(const char *text) {
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'text' refers to a temporary that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await step();
  co_return text[0];
}
void keeps_it_for_later() { later.push_back(first_of(name().c_str())); }

task<int> second_of(const char *text) {
  co_await step();
  co_return text[1];
}
task<int> awaits_with_it() { co_return co_await second_of(name().c_str()); }
void of_what_a_session_keeps(session &mine) { later.push_back(second_of(mine.title())); }
