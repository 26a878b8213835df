// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s discarded-awaitable %t
//
// Tasks in containers of what holds tasks.

#include <inhouse/task.h>
#include <map>
#include <optional>
#include <utility>
#include <vector>

using inhouse::task;

task<int> fetch(int id);
task<void> step();
template <typename T> class own_box {
  T inner;
};

// What is reported.

task<void> optionals(std::vector<int> ids) {
  std::vector<std::optional<task<int>>> pending;
  // CHECK-MESSAGES: :[[@LINE-1]]:41: warning: nothing in 'pending' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  for (int id : ids)
    pending.push_back(fetch(id));
  co_await step();
}

task<void> pairs(std::vector<int> ids) {
  std::vector<std::pair<int, task<int>>> pending;
  // CHECK-MESSAGES: :[[@LINE-1]]:42: warning: nothing in 'pending' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  for (int id : ids)
    pending.emplace_back(id, fetch(id));
  co_await step();
}

task<void> deeper(std::vector<int> ids) {
  std::map<int, std::vector<std::optional<task<int>>>> pending;
  // CHECK-MESSAGES: :[[@LINE-1]]:56: warning: nothing in 'pending' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  pending.emplace(1, std::vector<std::optional<task<int>>>());
  co_await step();
}

// What is not.

task<void> awaited(std::vector<int> ids) {
  std::vector<std::pair<int, task<int>>> pending;
  for (int id : ids)
    pending.emplace_back(id, fetch(id));
  for (auto &[id, work] : pending)
    co_await std::move(work);
}

task<void> handed_on(std::vector<std::pair<int, task<int>>> &to) {
  std::vector<std::pair<int, task<int>>> pending;
  pending.emplace_back(1, fetch(1));
  to = std::move(pending);
  co_await step();
}

// What it does with them is its own matter.
task<void> in_a_class_of_its_own(std::vector<own_box<task<int>>> given) {
  std::vector<own_box<task<int>>> boxes;
  co_await step();
}

// A member of a type that holds its value itself, and is awaited only where its own promise lets it: an
// expected value beside something else.

template <typename T> struct [[nodiscard]] outcome {
  struct promise_type {
    outcome get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    std::suspend_never await_transform(outcome<T> &&);
    void return_value(T);
    void unhandled_exception();
  };
  T value() &&;

private:
  T kept;
};
struct parsed {
  outcome<int> number;
};
struct started {
  task<int> number;
};
parsed parse();
started start_parse();
outcome<int> sum() { co_return (co_await std::move(parse().number), 1); }

int use_member() {
  auto result = parse();
  return std::move(result.number).value();
}
void use_nothing() {
  auto result = start_parse();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: nothing in 'result' is ever awaited; for each, its work never runs; start them [async-discarded-awaitable]
}

// What its first awaiter hands to a thread or a queue has begun, though the awaiter is one that suspends.
void enqueue(std::coroutine_handle<> coroutine);
template <typename Initial> struct [[nodiscard]] begun {
  struct promise_type {
    begun get_return_object();
    Initial initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  std::coroutine_handle<promise_type> handle;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
struct on_a_queue : std::suspend_always {
  void await_suspend(std::coroutine_handle<> coroutine) { enqueue(coroutine); }
};
struct not_yet : std::suspend_always {
  std::coroutine_handle<> kept;
  void await_suspend(std::coroutine_handle<> coroutine) { kept = coroutine; }
};
begun<on_a_queue> queued() { co_return; }
begun<not_yet> waiting() { co_return; }
void starts() {
  queued();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'queued' is dropped, so its result and errors are lost; keep it [async-discarded-awaitable]
  waiting();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'waiting' is dropped, so its work never runs; start it [async-discarded-awaitable]
}
