// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s dangling-parameter %t
//
// A task that is moved on: into a parameter, a local or an object that was there before. What it gives is not it.

#include <coroutine>
#include <inhouse/task.h>
#include <utility>
#include <vector>

using inhouse::task;

struct Pool {
  task<void> turn();
};

template <typename T> class numbers {
public:
  struct promise_type {
    numbers get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception();
  };
  numbers(numbers &&other) : frame(other.frame) { other.frame = nullptr; }
  ~numbers() {
    if (frame)
      frame.destroy();
  }
  T operator()();
  bool await_ready();
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting);
  T await_resume();

private:
  std::coroutine_handle<promise_type> frame;
};

// What is not: it goes with the parameter or the local that it is moved into.

numbers<int> count(Pool &pool) {
  co_await pool.turn();
  co_await pool.turn();
}
std::vector<int> printed;
void prints(numbers<int> all) { printed.push_back(all()); }
task<void> awaits(numbers<int> all) { co_await std::move(all); }

task<void> moves() {
  Pool pool;
  prints(count(pool));
  auto reading = awaits(count(pool));
  co_await std::move(reading);
}

// What is reported.

class Counters {
public:
  void add() {
    Pool pool;
    all.push_back(counts(pool));
  }
  void add_entry() {
    Pool pool;
    entries.push_back(Entry(counts_entry(pool)));
  }

private:
  struct Entry {
    Entry(numbers<int> each) : each(std::move(each)) {}
    numbers<int> each;
  };
  numbers<int> counts(Pool &pool) {
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'pool' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
    co_await pool.turn();
    co_await pool.turn();
  }
  numbers<int> counts_entry(Pool &pool) {
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'pool' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
    co_await pool.turn();
    co_await pool.turn();
  }
  std::vector<numbers<int>> all;
  std::vector<Entry> entries;
};
