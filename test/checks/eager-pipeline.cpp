// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s eager-pipeline %t
// RUN: %check_cotidy --suffixes=ALL %s eager-pipeline %t -- --config="{CheckOptions: {async-eager-pipeline.MaxSize: 2}}"

#include <algorithm>
#include <inhouse/task.h>
#include <iterator>
#include <ranges>
#include <vector>

using inhouse::task;

struct order {
  int id;
  int total;
  bool open;
};
task<std::vector<order>> load();
task<int> send(std::vector<int> totals);
task<int> fetch(int id);

// What is reported.

task<int> loops() {
  std::vector<order> orders = co_await load();
  std::vector<order> open;
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'open' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:22: warning: 'open' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  for (const order &each : orders)
    if (each.open)
      open.push_back(each);
  std::vector<int> totals;
  for (const order &each : open)
    totals.push_back(each.total);
  co_return co_await send(totals);
}

task<int> algorithms() {
  std::vector<order> orders = co_await load();
  std::vector<order> open;
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'open' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:22: warning: 'open' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  std::copy_if(orders.begin(), orders.end(), std::back_inserter(open), [](const order &each) { return each.open; });
  std::vector<int> totals;
  std::transform(open.begin(), open.end(), std::back_inserter(totals), [](const order &each) { return each.total; });
  co_return co_await send(totals);
}

task<int> range_algorithms() {
  std::vector<order> orders = co_await load();
  std::vector<int> open;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'open' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:20: warning: 'open' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  std::ranges::transform(orders, std::back_inserter(open), [](const order &each) { return each.id; });
  std::vector<int> totals;
  std::ranges::transform(open, std::back_inserter(totals), [](int id) { return id + 1; });
  co_return co_await send(totals);
}

// What is not.

task<int> range_algorithms_and_another_look() {
  std::vector<order> orders = co_await load();
  std::vector<int> open;
  std::ranges::transform(orders, std::back_inserter(open), [](const order &each) { return each.id; });
  std::vector<int> totals;
  std::ranges::transform(open, std::back_inserter(totals), [](int id) { return id + 1; });
  co_return co_await send(totals) + (int)open.size();
}

task<int> small() {
  const int ids[] = {1, 2, 3};
  std::vector<int> doubled;
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:20: warning: 'doubled' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  for (int id : ids)
    doubled.push_back(2 * id);
  std::vector<int> shifted;
  for (int id : doubled)
    shifted.push_back(id + 1);
  co_return co_await send(shifted);
}

task<int> the_last_stage() {
  std::vector<order> orders = co_await load();
  std::vector<int> totals;
  for (const order &each : orders)
    totals.push_back(each.total);
  int sum = 0;
  for (int total : totals)
    sum += total;
  co_return sum;
}

task<int> sorted_between() {
  std::vector<order> orders = co_await load();
  std::vector<int> totals;
  for (const order &each : orders)
    totals.push_back(each.total);
  std::sort(totals.begin(), totals.end());
  std::vector<int> large;
  for (int total : totals)
    if (total > 10)
      large.push_back(total);
  co_return co_await send(large);
}

task<int> used_again() {
  std::vector<order> orders = co_await load();
  std::vector<int> totals;
  for (const order &each : orders)
    totals.push_back(each.total);
  std::vector<int> large;
  for (int total : totals)
    if (total > 10)
      large.push_back(total);
  co_return co_await send(large) + co_await send(totals);
}

// Other checks speak of stages that wait.
task<int> stages_that_wait(std::vector<int> ids) {
  std::vector<int> found;
  for (int id : ids)
    found.push_back(co_await fetch(id));
  std::vector<int> shifted;
  for (int each : found)
    shifted.push_back(each + 1);
  co_return co_await send(shifted);
}

// How many there are is asked for only to make room.

task<int> makes_room() {
  std::vector<order> orders = co_await load();
  std::vector<order> open;
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'open' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:22: warning: 'open' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  for (const order &o : orders)
    if (o.open)
      open.push_back(o);
  std::vector<int> totals;
  totals.reserve(open.size());
  for (const order &o : open)
    totals.push_back(o.total);
  co_return co_await send(totals);
}

task<int> counts() {
  std::vector<order> orders = co_await load();
  std::vector<order> open;
  for (const order &o : orders)
    if (o.open)
      open.push_back(o);
  std::vector<int> totals;
  totals.push_back((int)open.size());
  for (const order &o : open)
    totals.push_back(o.total);
  co_return co_await send(totals);
}

// Written over, where the container is made with its size.

task<int> into_a_sized_one() {
  std::vector<order> orders = co_await load();
  std::vector<int> ids(orders.size());
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'ids' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:20: warning: 'ids' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  std::transform(orders.begin(), orders.end(), ids.begin(), [](const order &each) { return each.id; });
  std::vector<int> totals(ids.size());
  std::transform(ids.begin(), ids.end(), totals.begin(), [](int id) { return id + 1; });
  co_return co_await send(totals);
}
task<int> in_place() {
  std::vector<order> orders = co_await load();
  std::vector<int> ids(orders.size());
  std::transform(orders.begin(), orders.end(), ids.begin(), [](const order &each) { return each.id; });
  std::transform(ids.begin(), ids.end(), ids.begin(), [](int id) { return id + 1; });
  co_return co_await send(ids);
}
task<int> after_as_many_empty_ones() {
  std::vector<order> orders = co_await load();
  std::vector<int> ids(orders.size());
  for (const order &each : orders)
    ids.push_back(each.id);
  std::vector<int> totals;
  for (int id : ids)
    totals.push_back(id);
  co_return co_await send(totals);
}

// One place after another, of a container that is made with the size.

int twice(int n);

task<int> by_index(const std::vector<int> &numbers) {
  std::vector<int> doubled(numbers.size());
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'doubled' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:20: warning: 'doubled' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  for (std::size_t i = 0; i < numbers.size(); ++i)
    doubled[i] = twice(numbers[i]);
  std::vector<int> squares(doubled.size());
  for (std::size_t i = 0; i < doubled.size(); ++i)
    squares[i] = doubled[i] * doubled[i];
  co_return co_await send(squares);
}
task<int> by_a_counter(const std::vector<int> &numbers) {
  std::vector<int> doubled(numbers.size());
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'doubled' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:20: warning: 'doubled' is built by one stage only for the next to walk it once: that costs a pass, its allocations and a copy of every element; join the stages in one pass, or make this one a lazy view [async-eager-pipeline]
  std::size_t n = 0;
  for (int each : numbers)
    doubled[n++] = twice(each);
  std::vector<int> squares;
  for (int each : doubled)
    squares.push_back(each * each);
  co_return co_await send(squares);
}
task<int> out_of_turn(const std::vector<int> &numbers) {
  std::vector<int> doubled(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i)
    doubled[numbers.size() - i - 1] = twice(numbers[i]);
  std::vector<int> differences(doubled.size());
  for (std::size_t i = 1; i < doubled.size(); ++i)
    differences[i] = doubled[i] - doubled[i - 1];
  co_return co_await send(differences);
}
task<int> neighbours(const std::vector<int> &numbers) {
  std::vector<int> doubled(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i)
    doubled[i] = twice(numbers[i]);
  std::vector<int> differences(doubled.size());
  for (std::size_t i = 1; i < doubled.size(); ++i)
    differences[i] = doubled[i] - doubled[i - 1];
  co_return co_await send(differences);
}
task<int> in_place(const std::vector<int> &numbers) {
  std::vector<int> doubled(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i)
    doubled[i] = twice(numbers[i]);
  for (std::size_t i = 0; i < doubled.size(); ++i)
    doubled[i] = twice(doubled[i]);
  co_return co_await send(doubled);
}
task<int> backwards(const std::vector<int> &numbers) {
  std::vector<int> doubled(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i)
    doubled[i] = twice(numbers[i]);
  std::vector<int> reversed;
  for (int i = static_cast<int>(numbers.size()) - 1; i >= 0; --i)
    reversed.push_back(doubled[i] + 1);
  co_return co_await send(reversed);
}
task<int> every_other(const std::vector<int> &numbers) {
  std::vector<int> doubled(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); i += 2)
    doubled[i] = twice(numbers[i]);
  std::vector<int> squares;
  for (std::size_t i = 0; i < doubled.size(); ++i)
    squares.push_back(doubled[i] * doubled[i]);
  co_return co_await send(squares);
}
