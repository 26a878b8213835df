// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s misused-awaitable %t

#include <asio.hpp>
#include <inhouse/task.h>
#include <iostream>
#include <optional>
#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

// A task that can be asked whether it holds one.
template <typename T> class [[nodiscard]] job {
public:
  struct promise_type {
    job get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
  job(job &&) noexcept;
  job &operator=(job &&) noexcept;
  ~job();
  operator bool() const noexcept;
  auto operator co_await() && noexcept {
    struct awaiter {
      bool await_ready();
      void await_suspend(std::coroutine_handle<>);
      T await_resume();
    };
    return awaiter{};
  }
  friend bool operator==(const job &, const job &);
};

job<bool> save(int id);
job<int> count();
template <typename... A> void log(const char *format, const A &...values);
void consume(job<bool> one);
job<int> job_after(int n);

// What is reported.

job<int> asks_the_task() {
  if (save(1))
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this asks whether there is a task, not what 'save' gives; await it [async-misused-awaitable]
  // CHECK-FIXES: {{^}}  if (co_await save(1))
    log("saved");
  if (!save(2))
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: this asks whether there is a task, not what 'save' gives; await it [async-misused-awaitable]
  // CHECK-FIXES: {{^}}  if (!co_await save(2))
    co_return 0;
  bool saved = save(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this asks whether there is a task, not what 'save' gives; await it [async-misused-awaitable]
  // CHECK-FIXES: {{^}}  bool saved = co_await save(3);
  while (save(4) && saved)
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: this asks whether there is a task, not what 'save' gives; await it [async-misused-awaitable]
  // CHECK-FIXES: {{^}}  while (co_await save(4) && saved)
    log("again");
  if (auto done = save(5))
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this asks whether there is a task, not what 'save' gives; await it [async-misused-awaitable]
  // CHECK-FIXES: {{^}}  if (auto done = co_await save(5))
    log("done");
  co_return save(6) ? 1 : 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: this asks whether there is a task, not what 'save' gives; await it [async-misused-awaitable]
  // CHECK-FIXES: {{^}}  co_return co_await save(6) ? 1 : 0;
}

job<int> compares_and_logs() {
  if (count() == count())
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this compares tasks, not what 'count' gives; await it [async-misused-awaitable]
    log("as many");
  log("{} left", count());
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: this logs a task, not what 'count' gives; await it [async-misused-awaitable]
  // CHECK-FIXES: {{^}}  log("{} left", co_await count());
  co_return 1;
}

void in_a_plain_function() {
  if (save(1))
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this asks whether there is a task, not what 'save' gives; await it [async-misused-awaitable]
    log("saved");
}

job<int> awaits_twice(bool again) {
  auto saved = save(1);
  if (co_await std::move(saved) && again)
    co_return 1;
  co_await std::move(saved);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'saved' is awaited here although it was used up before, so it holds nothing to wait for; keep the result of the first await, or make a new one [async-misused-awaitable]
  co_return 2;
}

job<int> awaits_in_every_round(int n) {
  auto saved = save(1);
  for (int i = 0; i < n; ++i)
    co_await std::move(saved);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'saved' is awaited here although it was used up before, so it holds nothing to wait for; keep the result of the first await, or make a new one [async-misused-awaitable]
  co_return n;
}

job<int> awaits_what_it_gave_away() {
  auto saved = save(1);
  consume(std::move(saved));
  co_return co_await std::move(saved);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'saved' is awaited here although it was used up before, so it holds nothing to wait for; keep the result of the first await, or make a new one [async-misused-awaitable]
}

asio::awaitable<void> pause();
asio::awaitable<void> uses_up_a_library_task() {
  auto first = pause();
  co_await std::move(first);
  co_await std::move(first);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'first' is awaited here although it was used up before, so it holds nothing to wait for; keep the result of the first await, or make a new one [async-misused-awaitable]
}

// What is not.

job<int> asks_whether_there_is_one(job<bool> pending) {
  if (pending)
    co_await std::move(pending);
  if (auto next = save(2))
    co_await std::move(next);
  co_return 1;
}

job<int> compares_values() {
  if (co_await count() == co_await count())
    log("{} as many", co_await count());
  co_return 1;
}

job<int> awaits_on_each_branch(bool first) {
  auto saved = save(1);
  if (first) {
    co_await std::move(saved);
    co_return 1;
  }
  co_await std::move(saved);
  co_return 2;
}

job<int> asks_twice(bool first) {
  auto saved = save(1);
  if (first)
    co_await std::move(saved);
  log("between");
  if (!first)
    co_await std::move(saved);
  co_return 2;
}

job<int> makes_a_new_one(int n) {
  auto saved = save(0);
  for (int i = 0; i < n; ++i) {
    co_await std::move(saved);
    saved = save(i);
  }
  co_await std::move(saved);
  co_return n;
}

job<int> ends_after_it(int n) {
  auto saved = save(0);
  for (int i = 0; i < n; ++i)
    if (i == 3) {
      co_await std::move(saved);
      break;
    }
  co_return n;
}

// Such a task keeps its result.
inhouse::task<int> fetch(int id);
inhouse::task<int> awaits_one_that_stays(int id) {
  auto first = fetch(id);
  co_return co_await first + co_await first;
}

job<int> asks_a_variable() {
  auto saved = save(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this asks whether there is a task, not what 'save' gives; await it [async-misused-awaitable]
  if (saved)
    co_return 1;
  job<bool> written_out = save(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: this asks whether there is a task, not what 'save' gives; await it [async-misused-awaitable]
  co_return written_out ? 1 : 0;
}

job<int> awaits_what_it_asked() {
  auto saved = save(1);
  if (saved)
    co_return co_await std::move(saved) ? 1 : 0;
  co_return 0;
}

bool operator<(const job<int> &, const job<int> &);
void sorts(std::vector<job<int>> &jobs, std::vector<int> &numbers) {
  std::sort(jobs.begin(), jobs.end());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this compares tasks, not what they give; await them first [async-misused-awaitable]
  std::sort(numbers.begin(), numbers.end());
  std::sort(jobs.begin(), jobs.end(), [](const job<int> &, const job<int> &) { return false; });
}

// A task that turns into its value waits for it.
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
promise_of<bool> fetch();
bool converts() { return fetch(); }

job<int> assigns_what_it_awaits() {
  auto first = count();
  first = job_after(co_await std::move(first));
  co_return co_await std::move(first);
}

template <typename T> struct promise_by_template {
  struct promise_type {
    promise_by_template get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
  template <typename Value> operator Value() &&;
  std::coroutine_handle<promise_type> frame;
};
promise_by_template<int> measure();
int converts_by_template() { return measure(); }

// A macro's loop around one statement is for one round.
bool never();
void check(bool holds);
#define CHECK_THAT(condition)                                                                                \
  do {                                                                                                       \
    check(condition);                                                                                        \
  } while (never())

job<int> is_checked_once() {
  auto saved = save(1);
  CHECK_THAT(1 == co_await std::move(saved));
  co_return 1;
}

// An optional whose coroutine has ended by the time anybody sees it: its value is in it, or is not.
template <typename T> class maybe {
  std::optional<T> value;
  struct awaiter {
    std::optional<T> value;
    bool await_ready() { return value.has_value(); }
    T await_resume() { return *value; }
    template <typename Promise> void await_suspend(std::coroutine_handle<Promise> handle) { handle.destroy(); }
  };

public:
  struct promise_type {
    maybe get_return_object();
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(T result);
    void unhandled_exception() { throw; }
  };
  friend awaiter operator co_await(maybe result) { return {result.value}; }
  bool operator==(const T &other) const;
};
maybe<int> parse(int text) { co_return text; }
maybe<int> parse_both(int first, int second) { co_return co_await parse(first) + co_await parse(second); }
bool compares() { return parse_both(1, 2) == 3; }

// What is to end the process is misused on purpose.

bool dies(const char *message);
#define EXPECT_DEATH(statement, message)                                                                     \
  if (dies(message)) {                                                                                       \
    statement;                                                                                               \
  }

void awaits_twice_to_die() {
  EXPECT_DEATH(
      ([]() -> inhouse::task<void> {
        auto once = count();
        co_await std::move(once);
        co_await std::move(once);
      }()),
      "once");
}
inhouse::task<void> awaits_twice() {
  auto once = count();
  co_await std::move(once);
  co_await std::move(once);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'once' is awaited here although it was used up before, so it holds nothing to wait for; keep the result of the first await, or make a new one [async-misused-awaitable]
}
#define EXPECT_NO_THROW(statement)                                                                           \
  if (!dies("")) {                                                                                           \
    statement;                                                                                               \
  }
inhouse::task<void> awaits_twice_and_lives() {
  auto once = count();
  co_await std::move(once);
  EXPECT_NO_THROW(co_await std::move(once));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'once' is awaited here although it was used up before, so it holds nothing to wait for; keep the result of the first await, or make a new one [async-misused-awaitable]
}

// Where discarded-awaitable is off, this check says what is lost on the way.

inhouse::task<inhouse::task<int>> plans();
void on_change(std::function<void()> callback);
inhouse::task<void> loses_on_the_way() {
  co_await plans();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable that this await yields is dropped, so its work never runs; await it [async-misused-awaitable]
  co_await co_await plans();
  on_change([] { return count(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the awaitable this lambda returns is dropped by its caller, which expects nothing, so its work never runs; start it inside a callback that returns void [async-misused-awaitable]
}

// An awaiter that waits where it is converted, and gives the same.
struct [[nodiscard]] has_more {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  bool await_resume();
  operator bool() const;
};
has_more more();
bool waits_for_the_answer() { return more(); }
