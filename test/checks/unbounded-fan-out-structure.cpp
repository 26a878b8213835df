// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-fan-out %t
//
// Starts and joins of an in-house library that has no model.

#include <inhouse/async_semaphore.h>
#include <inhouse/eager.h>
#include <inhouse/fire_and_forget.h>
#include <inhouse/task.h>
#include <inhouse/when_all.h>
#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

using inhouse::eager;
using inhouse::task;

struct scope {
  void spawn(task<int>);
  task<void> join();
};
struct limited_scope {
  explicit limited_scope(unsigned limit);
  void spawn(task<int>);
};
struct pool {
  void add(task<int>);
  std::size_t active() const;
};
struct stage {
  void play(task<int>);
};
struct reactor {
  void run(task<int> &&);
  void run();
};
struct crew {
  void run(task<int> one) { working.push_back(std::move(one)); }
  std::vector<task<int>> working;
};
struct runner {
  void run(task<int>);
};
struct waiting_runner {
  void run(task<int> one) {
    begin(std::move(one));
    wait_for_it();
  }
  void begin(task<int>);
  void wait_for_it();
};
struct backlog {
  void file(task<int>);
  task<int> next();
};
struct mailbox {
  template <typename T> void push(T);
};
struct tree {
  std::vector<tree> children;
};
void start_detached(task<int>);
void keep(task<int>);
void look_at(task<int> &);
template <typename T> T run_blocking(task<T>);
template <typename T> eager<T> schedule(task<T>);
template <typename R> task<void> gather(R range);
task<void> join_all(std::span<task<int>>);
task<int> insert(int row);
task<int> work(int number);
eager<int> insert_now(int row);
inhouse::fire_and_forget announce(int row);

// ----- reported: starts -----

task<void> into_scope(scope &s, std::vector<int> rows) {
  for (int row : rows)
    s.spawn(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await s.join();
}

void outside_a_coroutine(scope &s, const std::vector<int> &rows) {
  for (int row : rows)
    s.spawn(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// A method takes the task over, whatever it is called.

void on_a_stage(stage &s, const std::vector<int> &rows) {
  for (int row : rows)
    s.play(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

void in_a_reactor(reactor &r, const std::vector<int> &rows) {
  for (int row : rows)
    r.run(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  r.run();
}

void by_a_crew(crew &c, const std::vector<int> &rows) {
  for (int row : rows)
    c.run(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> started(std::vector<int> rows) {
  for (int row : rows)
    start_detached(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_return;
}

task<void> kept(std::vector<int> rows) {
  for (int row : rows)
    keep(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_return;
}

task<void> announced(std::vector<int> rows) {
  for (int row : rows)
    announce(row);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_return;
}

task<int> scheduled(std::vector<int> rows) {
  std::vector<eager<int>> running;
  for (int row : rows)
    running.push_back(schedule(insert(row)));
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  int sum = 0;
  for (auto &one : running)
    sum += co_await std::move(one);
  co_return sum;
}

task<int> running_at_once(std::vector<int> rows) {
  std::vector<eager<int>> running;
  for (int row : rows)
    running.push_back(insert_now(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  int sum = 0;
  for (auto &one : running)
    sum += co_await std::move(one);
  co_return sum;
}

task<void> lambda(scope &s, std::vector<int> rows) {
  for (int row : rows)
    s.spawn([](int one) -> task<int> { co_return co_await insert(one); }(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await s.join();
}

void by_algorithm(scope &s, const std::vector<int> &rows) {
  std::for_each(rows.begin(), rows.end(), [&](int row) { s.spawn(insert(row)); });
  // CHECK-MESSAGES: :[[@LINE-1]]:60: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> by_number(scope &s, int rows) {
  for (int row = 0; row < rows; ++row)
    s.spawn(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every value of 'row' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await s.join();
}

task<int> walk(scope &s, const tree &of) {
  for (const tree &child : of.children)
    s.spawn(walk(s, child));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'children' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_return 0;
}

// ----- reported: joins -----

task<void> of_a_span(std::vector<int> rows) {
  std::vector<task<int>> tasks;
  for (int row : rows)
    tasks.push_back(insert(row));
  co_await join_all(tasks);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> by_index(std::vector<int> rows, std::vector<task<int>> &tasks) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    tasks[i] = insert(rows[i]);
  co_await when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> named_before(std::vector<int> rows) {
  std::vector<task<int>> tasks;
  for (int row : rows) {
    auto one = insert(row);
    tasks.push_back(std::move(one));
  }
  co_await when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> transformed(std::vector<int> rows) {
  std::vector<task<int>> tasks;
  std::transform(rows.begin(), rows.end(), std::back_inserter(tasks), [](int row) { return insert(row); });
  co_await when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> transformed_range(std::vector<int> rows) {
  std::vector<task<int>> tasks;
  std::ranges::transform(rows, std::back_inserter(tasks), [](int row) { return insert(row); });
  co_await when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> checked_for_many(std::vector<int> rows) {
  std::vector<task<int>> tasks;
  if (rows.size() > 1000)
    co_return;
  for (int row : rows)
    tasks.push_back(insert(row));
  co_await when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> view(std::vector<int> rows) {
  co_await gather(rows | std::views::transform([](int row) { return insert(row); }));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of the range at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

task<void> named_view(std::vector<int> rows) {
  auto tasks = rows | std::views::transform(insert);
  co_await gather(tasks);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of the range at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

class batch {
public:
  task<void> flush() {
    for (int row : rows)
      pending.push_back(insert(row));
    co_await when_all(std::move(pending));
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  }

private:
  std::vector<int> rows;
  std::vector<task<int>> pending;
};

std::vector<task<int>> inserts(const std::vector<int> &rows) {
  std::vector<task<int>> tasks;
  for (int row : rows)
    tasks.push_back(insert(row));
  return tasks;
}

task<void> made_elsewhere(std::vector<int> rows) { co_await when_all(inserts(rows)); }
// CHECK-MESSAGES: :[[@LINE-1]]:61: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]

// ----- not reported -----

task<void> permit(scope &s, std::vector<int> rows, inhouse::async_semaphore &slots) {
  for (int row : rows) {
    co_await slots.acquire();
    s.spawn(insert(row));
  }
}

task<void> permit_inside(scope &s, std::vector<int> rows, inhouse::async_semaphore &slots) {
  auto one = [&](int row) -> task<int> {
    co_await slots.acquire();
    int result = co_await insert(row);
    slots.release();
    co_return result;
  };
  for (int row : rows)
    s.spawn(one(row));
  co_await s.join();
}

task<void> limit_of_scope(std::vector<int> rows) {
  limited_scope s(8);
  for (int row : rows)
    s.spawn(insert(row));
  co_return;
}

task<void> drained(pool &p, std::vector<int> rows, std::size_t max_in_flight, void (*drain)(pool &)) {
  for (int row : rows) {
    if (p.active() >= max_in_flight)
      drain(p);
    p.add(insert(row));
  }
  co_return;
}

task<void> first_ten(scope &s, std::vector<int> rows) {
  int started = 0;
  for (int row : rows) {
    s.spawn(insert(row));
    if (++started == 10)
      break;
  }
  co_await s.join();
}

task<void> listed(scope &s, std::initializer_list<int> rows) {
  for (int row : rows)
    s.spawn(insert(row));
  co_await s.join();
}

task<void> workers(scope &s, unsigned count, unsigned concurrency) {
  for (unsigned i = 0; i < concurrency; ++i)
    s.spawn(work(i));
  co_await s.join();
}

task<void> queued(mailbox &box, std::vector<int> rows, std::vector<task<int>> tasks) {
  for (int row : rows)
    box.push(insert(row));
  for (auto &one : tasks)
    look_at(one);
  co_return;
}

int one_by_one(std::vector<int> rows) {
  int sum = 0;
  for (int row : rows)
    sum += run_blocking(insert(row));
  return sum;
}

task<void> lazy_one_by_one(std::vector<int> rows) {
  std::vector<task<int>> tasks;
  for (int row : rows)
    tasks.push_back(insert(row));
  for (auto &one : tasks)
    co_await std::move(one);
}

task<void> index_batches(std::vector<int> rows) {
  for (std::size_t at = 0; at < rows.size(); at += 16) {
    std::vector<task<int>> tasks;
    auto end = std::min(at + 16, rows.size());
    for (std::size_t i = at; i < end; ++i)
      tasks.push_back(insert(rows[i]));
    co_await when_all(std::move(tasks));
  }
}

template <typename R, typename F> task<void> one_after_another(R range, F each) {
  for (int one : range)
    co_await each(one);
}
task<void> with_callable(std::vector<int> rows) {
  co_await one_after_another(rows, [](int row) -> task<int> { co_return co_await insert(row); });
}

task<int> watched(task<int> one);
task<void> handed_in(std::vector<task<int>> given) {
  std::vector<task<int>> tasks;
  for (auto &one : given)
    tasks.push_back(watched(std::move(one)));
  co_await when_all(std::move(tasks));
}

// ----- views of tasks, and what is none -----

task<void> moved_out_of_a_view(std::vector<int> rows) {
  auto made = rows | std::views::transform(insert);
  std::vector<task<int>> tasks;
  for (auto &&one : made)
    tasks.push_back(std::move(one));
  co_await when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of the range at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

struct sockets {
  template <typename F> auto visit(F f) { return f(1); }
};
task<int> failed(int code);
task<int> awaited_already(sockets s) {
  auto result = co_await s.visit([](auto socket) { return insert(socket); });
  co_return co_await failed(std::move(result));
}
task<void> called_on_the_spot() {
  auto one = []() -> task<int> { co_return 1; }();
  co_await when_all(std::move(one));
}

// ----- tasks that were there before, and combinators over them -----

void take(task<int>, std::size_t place);
task<void> handed_on(std::vector<task<int>> tasks, scope &s) {
  for (std::size_t i = 0; i != tasks.size(); ++i)
    s.spawn(std::move(tasks[i]));
  co_return;
}
template <typename Range> void start_all(scope &s, Range tasks) {
  for (auto &one : tasks)
    s.spawn(std::move(one));
}
struct all_of {
  std::vector<int> rows;
  bool await_ready();
  void await_suspend(std::coroutine_handle<> whole) {
    for (int row : rows)
      start_detached(insert(row));
  }
  void await_resume();
};

// ----- once, and few -----

task<void> starts_one_and_leaves(scope &s, std::vector<int> rows) {
  for (int row : rows)
    if (row != 0)
      co_return s.spawn(insert(row));
}
task<void> two_names(scope &s) {
  std::vector<int> rows = {1, 2};
  co_await gather(rows | std::views::transform(insert));
  for (std::size_t i = 0; i < rows.size(); ++i)
    s.spawn(insert(rows[i]));
}
task<void> two_names_and_more(scope &s, int more) {
  std::vector<int> rows = {1, 2};
  rows.resize(more);
  for (std::size_t i = 0; i < rows.size(); ++i)
    s.spawn(insert(rows[i]));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// Nobody gets this far with more.
task<void> checked_before(std::vector<int> rows, std::size_t max_batch) {
  std::vector<task<int>> tasks;
  if (rows.size() > max_batch)
    co_return;
  for (int row : rows)
    tasks.push_back(insert(row));
  co_await when_all(std::move(tasks));
}
task<void> checked_for_few(const std::vector<int> &rows) {
  std::vector<task<int>> tasks;
  if (rows.size() >= 10)
    throw 1;
  for (int row : rows)
    tasks.push_back(insert(row));
  co_await when_all(std::move(tasks));
}

// ----- how many there are -----

task<void> many_by_number(scope &s) {
  constexpr int rounds = 1024;
  for (int row = 0; row < rounds; ++row)
    s.spawn(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 1024 tasks are in flight at once, and what they call has the load of all of them; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await s.join();
}

task<void> many_backwards(scope &s) {
  for (int row = 99; row >= 0; --row)
    s.spawn(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 100 tasks are in flight at once, and what they call has the load of all of them; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await s.join();
}

task<void> few_by_a_variable(scope &s) {
  int rounds = 4;
  for (int row = 0; row < rounds; ++row)
    s.spawn(insert(row));
  for (int row = rounds; row > 0; --row)
    s.spawn(insert(row));
  co_await s.join();
}

task<void> as_many_as_were_counted(scope &s, const std::vector<int> &rows) {
  int rounds = 0;
  for (int row : rows)
    rounds += row;
  for (int row = 0; row < rounds; ++row)
    s.spawn(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every value of 'row' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await s.join();
}

struct loop {
  void start(task<int> work);
  void run();
};

// Each is done before the next one is started.
void one_at_a_time(loop &runner, const std::vector<int> &rows) {
  for (int row : rows) {
    runner.start(insert(row));
    runner.run();
  }
}

void all_before_the_run(loop &runner, const std::vector<int> &rows) {
  for (int row : rows)
    runner.start(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  runner.run();
}

task<void> none_or_few(scope &s) {
  std::vector<int> empty;
  for (int row : empty)
    s.spawn(insert(row));
  std::vector<int> sized(8);
  for (int row : sized)
    s.spawn(insert(row));
  for (int row : std::views::iota(0, 8))
    s.spawn(insert(row));
  co_await s.join();
}

task<void> filled_or_long(scope &s, int more) {
  std::vector<int> filled;
  for (int n = 0; n < more; ++n)
    filled.push_back(n);
  for (int row : filled)
    s.spawn(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'filled' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  std::vector<int> sized(800);
  for (int row : sized)
    s.spawn(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 800 tasks are in flight at once, and what they call has the load of all of them; let only a bounded number run at a time [async-unbounded-fan-out]
  for (int row : std::views::iota(0, more))
    s.spawn(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of the range at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await s.join();
}

// Waited for in the same expression, one after another.

struct running_work {
  void wait(int loop);
  void name(int loop);
};
running_work spawn_one(task<int>);
void waits_for_each(const std::vector<int> &rows) {
  for (int row : rows)
    spawn_one(insert(row)).wait(0);
  for (int row : rows)
    spawn_one(insert(row)).name(0);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// Cancelled in the same round by what names it.

task<int> pause(long id);
long next_id();
void cancel_pause(long id);
void cancel_all();
task<void> cancels_each(std::vector<int> rows) {
  long id;
  for (int row : rows) {
    id = next_id() + row;
    auto paused = pause(id);
    start_detached(std::move(paused));
    cancel_pause(id);
  }
  for (int row : rows) {
    id = next_id() + row;
    start_detached(pause(id));
    cancel_pause(id);
  }
  co_return;
}
task<void> cancels_some(std::vector<int> rows) {
  for (int row : rows) {
    start_detached(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
    if (row == 7)
      cancel_pause(row);
  }
  for (int row : rows)
    start_detached(insert(row));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'rows' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  cancel_all();
  co_return;
}

// One after the other, or nothing that starts.

void run_to_its_end(runner &r, const std::vector<int> &rows) {
  for (int row : rows)
    r.run(insert(row));
}

void waited_for_inside(waiting_runner &r, const std::vector<int> &rows) {
  for (int row : rows)
    r.run(insert(row));
}

task<void> filed(backlog &b, std::vector<int> rows) {
  for (int row : rows)
    b.file(insert(row));
  co_await b.next();
}
