// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-co-keyword %t -- -- -Wno-return-type

#include <coroutine>
#include <inhouse/task.h>
#include <optional>

using inhouse::task;

task<int> fetch(int id);
[[noreturn]] void fail();

// A task type that can be empty.
struct job {
  struct promise_type {
    job get_return_object() { return {}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  job() = default;
  std::coroutine_handle<promise_type> handle;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
void save(int id);

// What is reported.

task<int> runs_off_its_end(int id) { (void)fetch(id); }
// CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'runs_off_its_end' is no coroutine, for it has none of co_await, co_yield and co_return, so its body runs at the call and it returns no task at all, which is undefined; end it with co_return [async-missing-co-keyword]

job returns_an_empty_one(int id) {
// CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'returns_an_empty_one' is no coroutine, for it has none of co_await, co_yield and co_return, so its body runs at the call and its caller awaits an empty task; end it with co_return [async-missing-co-keyword]
  save(id);
  return {};
}

job names_the_type(int id) {
// CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'names_the_type' is no coroutine, for it has none of co_await, co_yield and co_return, so its body runs at the call and its caller awaits an empty task; end it with co_return [async-missing-co-keyword]
  save(id);
  return job();
}

struct Service {
  job stop() { save(0); }
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'stop' is no coroutine, for it has none of co_await, co_yield and co_return, so its body runs at the call and it returns no task at all, which is undefined; end it with co_return [async-missing-co-keyword]
};

// What is not.

task<int> is_a_coroutine(int id) { co_return co_await fetch(id); }
task<int> hands_on(int id) { return fetch(id); }
task<int> throws(int id) { throw id; }
task<int> never_returns(int id) { fail(); }
job make();
job picks(bool empty) {
  if (empty)
    return {};
  return make();
}

// A coroutine type that is no task, in an instance that no coroutine has: what begins it is deduced.
template <typename T> class maybe {
  struct state {
    auto get_return_object() { return maybe(); }
    auto initial_suspend() { return std::suspend_never(); }
    auto final_suspend() noexcept { return std::suspend_never(); }
    void return_value(T) {}
    void unhandled_exception() {}
  };
  struct awaiter {
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    T await_resume();
  };
  std::optional<T> value;

public:
  using promise_type = state;
  awaiter operator co_await();
};
template <template <typename> typename Monad, typename T> Monad<T> nothing() { return {}; }
maybe<double> half() { return nothing<maybe, double>(); }

// A task type whose empty object is done already: its awaiter asks for the handle before it relies on it.
template <typename T> struct optional_task {
  struct promise_type {
    optional_task get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
    T take();
  };
  template <bool empty_is_done> struct awaiter {
    std::coroutine_handle<promise_type> handle;
    bool await_ready() const {
      if constexpr (empty_is_done)
        if (!handle)
          return true;
      return handle.done();
    }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<>) { return handle; }
    T await_resume() {
      if constexpr (empty_is_done)
        if (!handle)
          return T{};
      return handle.promise().take();
    }
  };
  optional_task() = default;
  awaiter<true> operator co_await() const { return {handle}; }
  std::coroutine_handle<promise_type> handle;
};
optional_task<int> known_already() { return {}; }
optional_task<long> known_and_awaited() { return {}; }
task<long> awaits_it() { co_return co_await known_and_awaited(); }

// One whose awaiter is ready without a coroutine, and throws where its result is asked for; and one that only
// makes sure it does not run a coroutine twice.
template <bool Throws> struct careful_task {
  struct promise_type {
    careful_task get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
    void take();
  };
  careful_task() = default;
  bool await_ready() const { return handle == nullptr || handle.done(); }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) { return handle; }
  void await_resume() {
    if constexpr (Throws)
      if (!handle)
        throw 1;
    handle.promise().take();
  }
  std::coroutine_handle<promise_type> handle;
};
careful_task<true> breaks_its_promise() { return {}; }
// CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'breaks_its_promise' is no coroutine, for it has none of co_await, co_yield and co_return, so its body runs at the call and its caller awaits an empty task; end it with co_return [async-missing-co-keyword]
careful_task<false> has_no_result() { return {}; }
// CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'has_no_result' is no coroutine, for it has none of co_await, co_yield and co_return, so its body runs at the call and its caller awaits an empty task; end it with co_return [async-missing-co-keyword]

// A coroutine type that holds its result and no coroutine.
template <typename T> struct outcome {
  struct promise_type {
    outcome get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
  struct awaiter {
    outcome &held;
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    T await_resume();
  };
  awaiter operator co_await();
  T value{};
  bool failed = false;
};
outcome<int> zero() { return outcome<int>{}; }

// One whose awaiter insists on a coroutine.
#define INSIST(condition) ((condition) ? (void)0 : __builtin_trap())
struct strict_task {
  struct promise_type {
    strict_task get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  strict_task() = default;
  bool await_ready() const { return !handle || handle.done(); }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) { return handle; }
  void await_resume() {
    INSIST(handle);
    (void)handle.promise();
  }
  std::coroutine_handle<promise_type> handle;
};
strict_task trips_over_it() { return {}; }
// CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'trips_over_it' is no coroutine, for it has none of co_await, co_yield and co_return, so its body runs at the call and its caller awaits an empty task; end it with co_return [async-missing-co-keyword]
