// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-fan-out %t
//
// A container of tasks that is made from the ends of a view.

#include <inhouse/task.h>
#include <inhouse/when_all.h>
#include <ranges>
#include <utility>
#include <vector>

using inhouse::task;

task<int> look_up(int id);

// What is reported.

task<void> in_place(const std::vector<int> &ids) {
  auto view = ids | std::views::transform(look_up);
  co_await inhouse::when_all(std::vector<task<int>>(view.begin(), view.end()));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of the range at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> with_a_name(const std::vector<int> &ids) {
  auto view = ids | std::views::transform([](int id) { return look_up(id); });
  std::vector<task<int>> lookups(view.begin(), view.end());
  co_await inhouse::when_all(std::move(lookups));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of the range at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// What is not.

task<void> limited(const std::vector<int> &ids) {
  auto view = ids | std::views::transform(look_up);
  co_await inhouse::when_all_windowed(std::vector<task<int>>(view.begin(), view.end()), 8);
}

task<void> of_a_few() {
  std::vector<int> ids = {1, 2, 3};
  auto view = ids | std::views::transform(look_up);
  co_await inhouse::when_all(std::vector<task<int>>(view.begin(), view.end()));
}

// Whoever made them decided.
task<void> given(std::vector<task<int>> &those) {
  std::vector<task<int>> lookups(those.begin(), those.end());
  co_await inhouse::when_all(std::move(lookups));
}

// What one callable is made into is one task, whatever it is called.
namespace legs {
template <typename F> struct leg {
  F begin_with;
};
template <typename F> leg<F> lambda(F begin_with) { return {begin_with}; }
template <typename... Legs> task<void> race(Legs... legs);
} // namespace legs

task<void> races(const std::vector<int> &ids) {
  for (int id : ids)
    co_await legs::race(legs::lambda([&]() -> task<void> { co_await look_up(id); }),
                        legs::lambda([]() -> task<void> { co_await look_up(0); }));
}
