// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s discarded-awaitable,misused-awaitable %t

#include <inhouse/eager.h>
#include <inhouse/task.h>
#include <tuple>
#include <utility>
#include <vector>

using inhouse::task;

task<int> fetch(int id);
task<void> save();
task<task<int>> plan();
struct Client {
  task<int> get();
  Client &retries(int);
};

// An eager type without [[nodiscard]]: its work runs, its error is lost.
struct eager {
  struct promise_type {
    eager get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  std::coroutine_handle<promise_type> handle;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
eager start(int);

// Runs by itself and holds nothing: made to be dropped.
struct fire_and_forget {
  struct promise_type {
    fire_and_forget get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
fire_and_forget notify();

// Awaitable, but no coroutine's return type: nothing says that it must be awaited.
struct ticket {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
ticket draw();

task<void> statements(bool urgent, Client client) {
  fetch(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'fetch' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it here
  // CHECK-FIXES: {{^}}  co_await fetch(1);
  client.retries(3).get();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'get' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it here
  // CHECK-FIXES: {{^}}  co_await client.retries(3).get();
  (void)save();
  // CHECK-NOTES: :[[@LINE-1]]:9: warning: the awaitable returned by 'save' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE-2]]:9: note: await it here
  // CHECK-FIXES: {{^}}  (void)co_await save();
  std::ignore = save();
  // CHECK-NOTES: :[[@LINE-1]]:17: warning: the awaitable returned by 'save' is dropped, so its work never runs; await it [async-discarded-awaitable]
  urgent ? fetch(2) : fetch(3);
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: the awaitable returned by 'fetch' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE-2]]:23: warning: the awaitable returned by 'fetch' is dropped, so its work never runs; await it [async-discarded-awaitable]
  if (fetch(4), urgent)
    // CHECK-NOTES: :[[@LINE-1]]:7: warning: the awaitable returned by 'fetch' is dropped, so its work never runs; await it [async-discarded-awaitable]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: await it here
    // CHECK-FIXES: {{^}}  if (co_await fetch(4), urgent)
    co_return;
  co_await plan();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable that this await yields is dropped, so its work never runs; await it [async-discarded-awaitable]
  start(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'start' is dropped, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it here
  // CHECK-FIXES: {{^}}  co_await start(1);
}

task<void> variables() {
  auto first = fetch(1);
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'first' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  auto from = fetch(2);
  auto to = std::move(from);
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'to' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  std::vector<task<int>> pending;
  // CHECK-NOTES: :[[@LINE-1]]:26: warning: nothing in 'pending' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  pending.reserve(2);
  pending.push_back(fetch(3));
  pending.push_back(fetch(4));
  co_return;
}

task<void> handlers() {
  try {
    co_await save();
  } catch (...) {
    save(); // a handler cannot await
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the awaitable returned by 'save' is dropped, so its work never runs; await it behind the handler [async-discarded-awaitable]
  }
}

// A plain function cannot await.
void plain() {
  save();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'save' is dropped, so its work never runs; start it [async-discarded-awaitable]
  auto lambda = [] { save(); };
  // CHECK-NOTES: :[[@LINE-1]]:22: warning: the awaitable returned by 'save' is dropped, so its work never runs; start it [async-discarded-awaitable]
  lambda();
}

// Reported once, at the pattern, whatever the number of instantiations.
template <typename T> task<T> generic(T value) {
  save();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'save' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it here
  // CHECK-FIXES: {{^}}  co_await save();
  co_return value;
}
task<int> one_instance() { co_return 1 + co_await generic(1); }
task<int> another_instance() { co_return 1 + int(co_await generic(1.0)); }

#define SAVE() save()
task<void> in_a_macro() {
  SAVE(); // no fix in a macro
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'save' is dropped, so its work never runs; await it [async-discarded-awaitable]
  co_return;
}

// ----- quiet -----

task<int> &member();
task<int> returned() { return fetch(1); }
void handed_on(task<int>);
task<int> consumed(std::vector<task<int>> &out) {
  int sum = co_await fetch(1);
  auto later = fetch(2);
  sum += co_await later;
  out.push_back(fetch(3));
  member() = fetch(4);
  handed_on(fetch(5));
  std::vector<task<int>> pending;
  pending.push_back(fetch(6));
  for (auto &each : pending)
    sum += co_await each;
  std::vector<task<int>> moved;
  moved.push_back(fetch(7));
  out = std::move(moved);
  if (auto held = fetch(8); sum)
    sum += co_await held;
  else
    handed_on(std::move(held));
  co_return sum;
}
void fire() {
  notify();
  draw();
  (void)start(1); // already runs: the cast says that it is on purpose
  std::ignore = start(2);
  [[maybe_unused]] auto keeps = start(3);
  save(); // NOLINT(async-discarded-awaitable)
  using type = decltype(save());
  (void)sizeof(save());
}

// Nobody has to read a stream to its end, or at all.
template <typename T> struct [[nodiscard]] stream {
  struct promise_type {
    stream get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    std::suspend_always yield_value(T element);
    void return_void();
    void unhandled_exception();
  };
  task<T> next();
  std::coroutine_handle<promise_type> handle;
};
stream<int> numbers();
void ends_a_stream() { auto rest = numbers(); }

// What starts at once and never suspends is done when its call returns: nothing is lost of it but what it computes.

inhouse::eager<int> answers() { co_return 0; }
inhouse::eager<int> adds(int n) { co_return n + 1; }
inhouse::eager<int> refuses() {
  throw 1;
  co_return 0;
}
inhouse::eager<int> goes_round(int count) {
  for (int i = 0; i < count; ++i)
    co_await answers();
  co_await std::suspend_never();
  co_return 0;
}
inhouse::eager<int> waits() {
  co_await std::suspend_always();
  co_return 0;
}
inhouse::eager<int> waits_for_another() {
  co_await waits();
  co_return 0;
}
void drops_what_is_done() {
  answers();
  goes_round(3);
  adds(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'adds' is dropped, so its result and errors are lost; keep it [async-discarded-awaitable]
  refuses();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'refuses' is dropped, so its result and errors are lost; keep it [async-discarded-awaitable]
  waits();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'waits' is dropped, so its work is cancelled here; keep it [async-discarded-awaitable]
  waits_for_another();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'waits_for_another' is dropped, so its work is cancelled here; keep it [async-discarded-awaitable]
}

// Nobody can await a coroutine that ends by itself, though its object has the handle.
struct fire_once : std::coroutine_handle<> {
  struct promise_type {
    fire_once get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};
struct started_later : std::coroutine_handle<> {
  struct promise_type {
    started_later get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};
fire_once fires(int id);
started_later waits_for_its_start(int id);
void fires_each() {
  fires(1);
  auto fired = fires(2);
  waits_for_its_start(3);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'waits_for_its_start' is dropped, so its work never runs; start it [async-discarded-awaitable]
}

// A base may end the coroutine, by a handle that it takes out first; one that asks something else may not.
template <typename Task> struct owner_promise {
  Task get_return_object();
  std::suspend_never initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void return_void() {}
  void unhandled_exception() { std::terminate(); }
};
bool is_kept(std::coroutine_handle<> handle);
template <typename Task> struct ends_it {
  std::coroutine_handle<> handle;
  ~ends_it() {
    if (handle)
      std::exchange(handle, nullptr).destroy();
  }
};
template <typename Task> struct may_end_it {
  std::coroutine_handle<> handle;
  ~may_end_it() {
    if (!is_kept(handle))
      handle.destroy();
  }
};
struct ended : ends_it<ended> {
  using promise_type = owner_promise<ended>;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
struct perhaps_ended : may_end_it<perhaps_ended> {
  using promise_type = owner_promise<perhaps_ended>;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
ended goes_on(int id);
perhaps_ended may_go_on(int id);
void drops_each() {
  goes_on(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'goes_on' is dropped, so its work is cancelled here; keep it [async-discarded-awaitable]
  may_go_on(2);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable returned by 'may_go_on' is dropped, so its work runs on unobserved and its errors are lost; keep it [async-discarded-awaitable]
}
