// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s nodiscard-task %t

#include <coroutine>
#include <inhouse/fire_and_forget.h>
#include <inhouse/generator.h>
#include <inhouse/task.h>

// What is reported.

struct job {
// CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'job' is not marked nodiscard, so a call whose awaitable is forgotten compiles without a warning; mark it [async-nodiscard-task]
// CHECK-FIXES: {{^}}struct {{\[\[}}nodiscard]] job {
  struct promise_type {
    job get_return_object() { return {}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  std::coroutine_handle<promise_type> handle;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};

template <typename T> class lazy;

template <typename T> struct lazy_promise {
  lazy<T> get_return_object() { return lazy<T>(); }
  std::suspend_always initial_suspend() { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void return_value(T);
  void unhandled_exception() { throw; }
};

// Once, however many instances there are.
template <typename T>
class lazy final {
// CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'lazy' is not marked nodiscard, so a call whose awaitable is forgotten compiles without a warning; mark it [async-nodiscard-task]
// CHECK-FIXES: {{^}}class {{\[\[}}nodiscard]] lazy final {
public:
  using promise_type = lazy_promise<T>;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};

lazy<int> one() { co_return 1; }
lazy<long> two() { co_return 2; }

// What is not.

struct [[nodiscard]] marked {
  struct promise_type {
    marked get_return_object() { return {}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  std::coroutine_handle<promise_type> handle;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};

// Made to be dropped.
struct detached {
  struct promise_type {
    detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
};


// What is defined elsewhere is known by the rest of its promise, or by a coroutine.

struct begun {
// CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'begun' is not marked nodiscard, so a call whose awaitable is forgotten compiles without a warning; mark it [async-nodiscard-task]
// CHECK-FIXES: {{^}}struct {{\[\[}}nodiscard]] begun {
  struct promise_type {
    begun get_return_object();
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  std::coroutine_handle<promise_type> handle;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};

struct promise_elsewhere;
struct used {
// CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'used' is not marked nodiscard, so a call whose awaitable is forgotten compiles without a warning; mark it [async-nodiscard-task]
// CHECK-FIXES: {{^}}struct {{\[\[}}nodiscard]] used {
  using promise_type = promise_elsewhere;
  std::coroutine_handle<promise_type> handle;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
struct promise_elsewhere {
  used get_return_object();
  std::suspend_always initial_suspend();
  std::suspend_always final_suspend() noexcept;
  void return_void();
  void unhandled_exception();
};
used uses_it() { co_return; }
