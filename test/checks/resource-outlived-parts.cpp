// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s resource-outlived %t
//
// What a function was given by value ends with it, as its own variables do, and so do the parts of both.

#include <asio.hpp>
#include <inhouse/task.h>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

using inhouse::task;

struct Person {
  std::string nick;
  std::string_view motto;
  std::string &home;
  int age;
};

Person someone();
task<void> step(int n = 0);
void spawn(task<void> work);
task<void> show(std::string_view text);
task<void> fill(int *to);
task<void> greet(const std::string &nick) {
  co_await step();
  co_await step((int)nick.size());
}

// What is reported.

void a_parameter(std::string nick) {
  spawn(greet(nick));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'nick' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
}
void a_part_of_a_parameter(Person user) {
  spawn(greet(user.nick));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'user' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
}
void a_part_of_a_local() {
  Person user = someone();
  spawn(greet(user.nick));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'user' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
}
void the_address_of_a_part(Person user) {
  spawn(fill(&user.age));
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'user' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
}
void a_view_of_a_part(Person user) {
  spawn(show(user.nick));
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'user' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
}
task<void> of_a_coroutine(Person user) {
  spawn(greet(user.nick));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'user' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  co_await step();
}
void captured(asio::any_io_executor executor, std::string nick) {
  asio::co_spawn(
      executor,
      [&nick]() -> asio::awaitable<void> {
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'nick' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
        asio::steady_timer pause(co_await asio::this_coro::executor);
        co_await pause.async_wait(asio::use_awaitable);
        (void)nick.size();
      },
      asio::detached);
}

// What is not: a reference, what a part or a parameter leads to, a copy, a wait.

void of_a_caller(const Person &user) { spawn(greet(user.nick)); }
void through_a_pointer(Person *user) { spawn(greet(user->nick)); }
void shared_with_others(std::shared_ptr<Person> user) {
  spawn(greet(user->nick));
  spawn(show(user->nick));
}
void referred_to_by_a_part(Person user) {
  spawn(greet(user.home));
  spawn(show(user.motto));
}
task<void> by_value(std::string nick);
void moved(Person user) { spawn(by_value(std::move(user.nick))); }
void waited_for(Person user) { inhouse::sync_wait(greet(user.nick)); }
task<void> awaited(Person user) { co_await greet(user.nick); }
int main(int count, char **words) {
  asio::io_context context;
  asio::co_spawn(
      context,
      [&]() -> asio::awaitable<void> {
        (void)count;
        co_return;
      },
      asio::detached);
  context.run();
}
