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
