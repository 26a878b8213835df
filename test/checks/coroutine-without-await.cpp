// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s coroutine-without-await %t

#include <inhouse/generator.h>
#include <inhouse/task.h>
#include <inhouse/when_all.h>
#include <system_error>

using inhouse::task;

task<int> fetch(int id);
int compute(int id);

// What is reported.

task<int> adds(int a, int b) { co_return a + b; }
// CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'adds' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]

task<int> calls(int id) {
// CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'calls' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]
  int value = compute(id);
  if (value < 0)
    co_return 0;
  co_return value;
}

struct Counter {
  int n = 0;
  task<int> next() { co_return ++n; }
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'next' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]
};

// What is not.

task<int> awaits(int id) { co_return co_await fetch(id); }

inhouse::generator<int> yields() { co_yield 1; }

// Its type is prescribed.
struct Store {
  virtual task<int> load(int id) = 0;
};
struct Memory : Store {
  task<int> load(int id) override { co_return id; }
};
task<int> apply(task<int> (*step)(int));
auto lambda = [](int id) -> task<int> { co_return id; };

// The place of something still to come.
task<void> stub() { co_return; }
task<int> unfinished(int id) {
  throw id;
  co_return 0;
}

// Another instance awaits.
template <bool Remote> task<int> depends(int id) {
  if constexpr (Remote)
    co_return co_await fetch(id);
  else
    co_return id;
}
task<int> both() { co_return co_await depends<true>(1) + co_await depends<false>(2); }

// One of the functions of a visitor: all return the same.
struct visitor {
  task<int> operator()(std::error_code) { co_return 0; }
  task<int> operator()(int id) { co_return co_await fetch(id); }
};
struct one_call {
  task<int> operator()(int id) { co_return id; }
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'operator()' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]
};

// A join takes tasks, and no plain values.
task<int> constant() { co_return 1; }
task<void> joins() { co_await inhouse::when_all(constant(), fetch(1)); }

// What is started is a task; so is what is kept in a variable, and what is made by a function that is handed on.
void spawn(task<void> work);
task<int> apply_all(task<int> (*step)(int), int count);
int counted = 0;
task<void> counts() {
  ++counted;
  co_return;
}
void starts() { spawn(counts()); }
task<int> doubled(int id) { co_return 2 * id; }
task<int> hands_on() { co_return co_await apply_all(doubled, 3); }
task<int> tripled(int id) { co_return 3 * id; }
int runs_it() {
  auto work = tripled(1);
  return inhouse::sync_wait(std::move(work));
}

// What a table holds is all of one type.
struct commands {
  task<int> ping(int id) { co_return id; }
  task<int> ask(int id) { co_return co_await fetch(id); }
};
struct command {
  const char *name;
  task<int> (commands::*run)(int);
};
constexpr command table[] = {{"ping", &commands::ping}, {"ask", &commands::ask}};

task<int> halved(int id) { co_return id / 2; }
// CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'halved' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]
task<int> awaits_it() { co_return co_await halved(4); }

// The executor that the promise is made from is where it begins.
struct thread_pool {
  void post(void (*work)());
};
template <typename T> struct pooled {
  struct promise_type {
    explicit promise_type(thread_pool &pool, int = 0);
    pooled get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_value(T value);
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> waiting);
  T await_resume();
};
pooled<int> on_the_pool(thread_pool &pool, int id) { co_return id * id; }

// It ends in another way than with a value.
struct stopped {};
template <typename E> struct failed {
  E error;
};
template <typename T> struct job {
  struct promise_type {
    job get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    template <typename U> void return_value(U &&value);
    template <typename E> void return_value(failed<E> error);
    void return_value(stopped);
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> waiting);
  T await_resume();
};
job<int> stops() { co_return stopped(); }
job<int> fails() { co_return failed<int>{1}; }
job<int> succeeds() { co_return 1; }
// CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'succeeds' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]

// What is handed to a call is kept, whatever is called on what that gives.
struct route {
  route &named(const char *name);
};
struct router {
  route &add(task<int> (*handler)(int));
};
task<int> answer_at_once(int id) { co_return id; }
void set_up(router &routes) { routes.add(answer_at_once).named("answer"); }
