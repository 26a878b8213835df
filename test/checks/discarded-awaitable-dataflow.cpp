// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s discarded-awaitable,misused-awaitable %t

#include <algorithm>
#include <array>
#include <functional>
#include <future>
#include <inhouse/eager.h>
#include <inhouse/task.h>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using inhouse::task;

task<int> fetch(int id);
task<void> save();
bool chance();
void start(task<void>);
void on_change(std::function<void()>);

// ----- some paths only -----

task<void> one_branch(bool wanted) {
  auto pending = save();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'pending' is awaited on some paths only, so on the others its work never runs; await it on each [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE+3]]:1: note: one path ends here without awaiting it
  if (wanted)
    co_await std::move(pending);
}
task<void> one_case(int way) {
  auto pending = save();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'pending' is awaited on some paths only, so on the others its work never runs; await it on each [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE+8]]:1: note: one path ends here without awaiting it
  switch (way) {
  case 0:
    co_await std::move(pending);
    break;
  default:
    break;
  }
}
task<void> leaves_early(bool ready) {
  auto pending = save();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'pending' is awaited on some paths only, so on the others its work never runs; await it on each [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE+2]]:5: note: one path ends here without awaiting it
  if (ready)
    co_return;
  co_await std::move(pending);
}
task<void> overwritten() {
  auto pending = save();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the first awaitable in 'pending' is overwritten, so its work never runs; await it before [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE+1]]:3: note: it is overwritten here
  pending = save();
  co_await std::move(pending);
}
task<void> of_the_condition() {
  if (auto pending = save(); chance())
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'pending' is awaited on some paths only, so on the others its work never runs; await it on each [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: one path ends here without awaiting it
    co_await std::move(pending);
}
task<void> in_a_loop(std::vector<int> ids) {
  for (int id : ids) {
    auto pending = fetch(id);
    // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'pending' is awaited on some paths only, so on the others its work never runs; await it on each [async-discarded-awaitable]
    // CHECK-NOTES: :[[@LINE+2]]:7: note: one path ends here without awaiting it
    if (id == 0)
      continue;
    co_await std::move(pending);
  }
}

task<void> each_branch(bool wanted) {
  auto pending = save();
  if (wanted)
    co_await std::move(pending);
  else
    start(std::move(pending));
}
task<void> same_question(bool wanted) {
  auto pending = save();
  if (wanted)
    co_await std::move(pending);
  if (!wanted)
    start(std::move(pending));
}
task<void> thrown() {
  auto pending = save();
  if (chance())
    throw 1;
  co_await std::move(pending);
}
task<void> renewed() {
  auto pending = save();
  while (chance()) {
    co_await std::move(pending);
    pending = save();
  }
  co_await std::move(pending);
}
task<void> moved_when_done() {
  auto pending = save();
  co_await pending;
  auto rest = std::move(pending);
}
task<void> in_some_round(std::vector<int> ids) {
  auto pending = save();
  for (int id : ids)
    if (id == 0)
      co_await std::move(pending);
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: 'pending' is awaited here although it was used up before, so it holds nothing to wait for; keep the result of the first await, or make a new one [async-misused-awaitable]
      // CHECK-NOTES: :[[@LINE-2]]:26: note: used up here, in an earlier iteration
}
task<void> elsewhere(bool wanted) {
  auto pending = save();
  auto later = [&pending]() -> task<void> { co_await std::move(pending); };
  if (wanted)
    co_await later();
}

// ----- kept in something that nobody looks into -----

struct Job {
  task<void> work;
  int priority;
};
task<void> things_with_tasks() {
  Job job{save(), 1};
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: nothing in 'job' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  int before = job.priority;
  std::optional<task<void>> maybe = save();
  // CHECK-NOTES: :[[@LINE-1]]:29: warning: nothing in 'maybe' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  auto owned = std::make_unique<task<void>>(save());
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: nothing in 'owned' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  std::tuple<int, task<void>> both(1, save());
  // CHECK-NOTES: :[[@LINE-1]]:31: warning: nothing in 'both' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  std::map<int, task<void>> by_id;
  // CHECK-NOTES: :[[@LINE-1]]:29: warning: nothing in 'by_id' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  by_id.emplace(before, save());
  task<void> some[] = {save(), save()};
  // CHECK-NOTES: :[[@LINE-1]]:14: warning: nothing in 'some' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  std::array<task<void>, 1> one{save()};
  // CHECK-NOTES: :[[@LINE-1]]:29: warning: nothing in 'one' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  auto &&extended = save();
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'extended' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  auto [number, work] = std::pair(fetch(1), save());
  // CHECK-NOTES: :[[@LINE-1]]:17: warning: 'work' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  co_await std::move(number);
  std::vector<task<void>> never_filled;
  auto moved = save();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'moved' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  std::move(moved);
  if (save(); chance())
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: the awaitable returned by 'save' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE-2]]:7: note: await it here
    // CHECK-FIXES: {{^}}  if (co_await save(); chance())
    co_return;
}
task<void> things_that_are_awaited() {
  Job job{save(), 1};
  co_await std::move(job.work);
  std::optional<task<void>> maybe;
  maybe = save();
  if (maybe)
    co_await std::move(*maybe);
  std::tuple<int, task<void>> both(1, save());
  co_await std::move(std::get<1>(both));
  task<void> some[] = {save(), save()};
  for (auto &each : some)
    co_await std::move(each);
  auto [number, work] = std::pair(fetch(1), save());
  co_await std::move(number);
  co_await std::move(work);
}
struct Joins {
  explicit Joins(task<void> work);
  ~Joins();
};
void scope_object() { Joins scope(save()); }

// ----- swallowed by a callback -----

task<void> reload();
void callbacks() {
  on_change([] { return save(); });
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: the awaitable this lambda returns is dropped by its caller, which expects nothing, so its work never runs; start it inside a callback that returns void [async-discarded-awaitable]
  on_change(reload);
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: the awaitable this callback returns is dropped by its caller, which expects nothing, so its work never runs; start it inside a callback that returns void [async-discarded-awaitable]
  on_change([] { start(save()); });
  std::function<task<void>()> kept = reload;
  std::thread worker([] { return save(); });
  // CHECK-NOTES: :[[@LINE-1]]:22: warning: the awaitable this lambda returns is dropped by its caller, which expects nothing, so its work never runs; start it inside a callback that returns void [async-discarded-awaitable]
  worker.join();
}

// ----- what runs already is looked at through what it was given -----

void verify(bool holds);
inhouse::eager<void> waits(int id, bool &done);
inhouse::eager<void> counts(int id, const int &from);
inhouse::eager<void> fills(int id, std::optional<int> &result);
void looks_at_it(int from) {
  bool done = false;
  bool all[2] = {};
  auto work = waits(1, done);
  inhouse::eager<void> works[] = {waits(2, all[0]), waits(3, all[1])};
  std::optional<inhouse::eager<void>> ended = waits(4, done);
  ended.reset();
  std::optional<int> result;
  auto gives = fills(5, result);
  bool told = false;
  auto tells = [&told]() -> inhouse::eager<void> {
    co_await std::suspend_always();
    told = true;
  };
  auto telling = tells();
  verify(!told);
  auto unseen = counts(1, from);
  verify(!done && !all[0] && !all[1] && from == 0 && !result);
}

// A plain function that goes on is the scope of the work; one that ends, and a coroutine, are not.
void ends_it_at_once(int &from) {
  auto unseen = counts(1, from);
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'unseen' is never awaited, so its work is cancelled here; wait for it [async-discarded-awaitable]
}
inhouse::task<void> ends_it(int &from) {
  auto unseen = counts(1, from);
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'unseen' is never awaited, so its work is cancelled here; await it [async-discarded-awaitable]
  verify(from == 0);
  co_await std::suspend_always();
}

struct Counter {
  int count = 0;
  inhouse::task<void> counts_in_a_member() {
    auto work = waits_for(count);
    // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'work' is never awaited, so its work is cancelled here; await it [async-discarded-awaitable]
    verify(count == 0);
    co_await std::suspend_always();
  }
  static inhouse::eager<void> waits_for(int &count);
};

// ----- a future of std::async waits in its destructor -----

void futures() {
  std::async(std::launch::async, [] {});
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'async' is dropped, so its destructor blocks this thread until the work is done; keep it [async-discarded-awaitable]
  auto scope = std::async(std::launch::async, [] {});
  auto never = std::async(std::launch::deferred, [] {});
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'never' is never awaited, so its work never runs; start it [async-discarded-awaitable]
}

// ----- a promise's future: nothing runs behind it -----

void as_an_event(bool wait) {
  std::promise<void> ready;
  auto event = ready.get_future();
  if (wait)
    event.wait();
  ready.set_value();
}

// ----- what is expected to throw -----

template <typename F> void assert_throws(F) {}
#define EXPECT_THROW(Statement)                                                                               \
  try {                                                                                                        \
    Statement;                                                                                                 \
  } catch (...) {                                                                                              \
  }
#define EXPECT(Statement)                                                                                     \
  if (chance()) {                                                                                              \
    Statement;                                                                                                 \
  }
void checked() {
  auto pending = save();
  EXPECT(start(std::move(pending)));
}
void refused() {
  assert_throws([] { fetch(-1); });
  EXPECT_THROW(fetch(-1));
}

// ----- closures, algorithms, inserters -----

task<void> captured_by_nothing_that_runs() {
  auto later = [pending = save()]() mutable { start(std::move(pending)); };
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: nothing in 'later' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  co_await save();
}
task<void> captured_by_what_runs() {
  auto later = [pending = save()]() mutable { start(std::move(pending)); };
  later();
  co_await save();
}
void runs_for_each(std::vector<int> &ids) {
  std::for_each(ids.begin(), ids.end(), [](int id) -> task<void> { co_await fetch(id); });
  // CHECK-NOTES: :[[@LINE-1]]:41: warning: the awaitable this lambda returns is dropped by its caller, which expects nothing, so its work never runs; start it inside a callback that returns void [async-discarded-awaitable]
  std::for_each(ids.begin(), ids.end(), [](int) { start(save()); });
}
task<void> transforms_into_nothing(std::vector<int> &ids) {
  std::vector<task<int>> pending;
  // CHECK-NOTES: :[[@LINE-1]]:26: warning: nothing in 'pending' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  std::transform(ids.begin(), ids.end(), std::back_inserter(pending), [](int id) { return fetch(id); });
  co_await save();
}
task<void> transforms_and_awaits(std::vector<int> &ids) {
  std::vector<task<int>> pending;
  std::transform(ids.begin(), ids.end(), std::back_inserter(pending), [](int id) { return fetch(id); });
  for (auto &one : pending)
    co_await std::move(one);
}

// ----- callbacks made in a container -----

void registers(std::map<int, std::function<void()>> &handlers, std::vector<std::function<void()>> &all,
               std::map<int, std::function<task<void>()>> &jobs) {
  handlers.emplace(1, [] { return save(); });
  // CHECK-NOTES: :[[@LINE-1]]:23: warning: the awaitable this lambda returns is dropped by its caller, which expects nothing, so its work never runs; start it inside a callback that returns void [async-discarded-awaitable]
  all.emplace_back(save);
  // CHECK-NOTES: :[[@LINE-1]]:20: warning: the awaitable this callback returns is dropped by its caller, which expects nothing, so its work never runs; start it inside a callback that returns void [async-discarded-awaitable]
  handlers.emplace(2, [] { start(save()); });
  jobs.emplace(1, [] { return save(); });
}

// In braces.
task<int> fetch_in_braces(int id);
task<int> braces(bool both) {
  task<int> lost{fetch_in_braces(1)};
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: 'lost' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  task<int> first{fetch_in_braces(2)}, second{fetch_in_braces(3)};
  int sum{co_await std::move(first)};
  sum += co_await std::move(second);
  task<int> partly{fetch_in_braces(4)};
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: 'partly' is awaited on some paths only, so on the others its work never runs; await it on each [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE+3]]:3: note: one path ends here without awaiting it
  if (both)
    sum += co_await std::move(partly);
  co_return sum;
}
