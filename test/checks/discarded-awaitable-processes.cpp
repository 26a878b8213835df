// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s discarded-awaitable %t
//
// Coroutines that need nobody who looks after them: a simulation or loop sets them going, they free themselves, and
// keep neither a value nor an error for anybody.

#include <coroutine>
#include <cstdlib>
#include <exception>
#include <vector>

struct promise_base {
  std::coroutine_handle<> handle;
};
template <typename Time> struct event {
  bool await_ready() const { return false; }
  template <typename Promise> void await_suspend(std::coroutine_handle<Promise> waiting) {
    queue.push_back(&waiting.promise());
  }
  void await_resume();
  std::vector<promise_base *> queue;
};
template <typename Time> struct simulation {
  event<Time> timeout(Time after);
};

template <typename Time> struct process_promise : promise_base {
  explicit process_promise(simulation<Time> &of);
  event<Time> initial_suspend() { return of.timeout(Time{0}); }
  std::suspend_never final_suspend() const noexcept { return {}; }
  void unhandled_exception() const { std::abort(); }
  simulation<Time> &of;
};
template <typename Time> struct process {
  struct promise_type : process_promise<Time> {
    using process_promise<Time>::process_promise;
    process get_return_object();
    void return_void();
  };
  ~process();
  event<Time> done;
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<> waiting);
  void await_resume();
};

/// Keeps its error.
template <typename Time> struct watched {
  struct promise_type : process_promise<Time> {
    using process_promise<Time>::process_promise;
    watched get_return_object();
    void return_void();
    void unhandled_exception() { error = std::current_exception(); }
    std::exception_ptr error;
  };
  ~watched();
  event<Time> done;
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<> waiting);
  void await_resume();
};
/// Has a value to give.
template <typename Time> struct valued {
  struct promise_type : process_promise<Time> {
    using process_promise<Time>::process_promise;
    valued get_return_object();
    void return_value(int value);
  };
  ~valued();
  event<Time> done;
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<> waiting);
  int await_resume();
};

process<double> car(simulation<double> &of) { co_await of.timeout(1.0); }
watched<double> watched_car(simulation<double> &of) { co_await of.timeout(1.0); }
valued<double> valued_car(simulation<double> &of) {
  co_await of.timeout(1.0);
  co_return 1;
}

int main() {
  simulation<double> of;
  car(of);
  auto kept = car(of);
  watched_car(of);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'watched_car' is dropped, so its result and errors are lost; keep it [async-discarded-awaitable]
  valued_car(of);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'valued_car' is dropped, so its result and errors are lost; keep it [async-discarded-awaitable]
}
process<double> source(simulation<double> &of) {
  while (true) {
    co_await of.timeout(1.0);
    car(of);
  }
}
