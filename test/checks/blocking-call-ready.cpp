// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t

// A second wait for the same is none: what a coroutine has awaited, waited for or found ready is there.

#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <future>
#include <inhouse/async_semaphore.h>
#include <inhouse/task.h>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

using inhouse::task;
using namespace std::chrono_literals;

task<int> fetch(int id);

task<int> waits_and_gets(std::future<int> result) {
  result.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'future::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_return result.get();
}

task<int> waits_on_one_path(std::future<int> result, bool hurried) {
  if (!hurried)
    result.wait();
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'future::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_return result.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'future::get' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
}

task<int> gets_another(std::future<int> result, std::future<int> other) {
  result.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'future::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_return other.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'future::get' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
}

// Each permit is waited for.
task<void> takes_two_permits(std::counting_semaphore<4> &permits) {
  permits.acquire();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'counting_semaphore::acquire' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  permits.acquire();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'counting_semaphore::acquire' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_return;
}

task<int> waits_for_all_first(std::vector<std::future<int>> results) {
  int sum = 0;
  for (auto &result : results)
    result.wait();
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'future::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  for (auto &result : results)
    sum += result.get();
  co_return sum;
}

task<int> finds_each_ready(std::vector<std::future<int>> results) {
  int sum = 0;
  for (auto &result : results)
    if (result.wait_for(0s) == std::future_status::ready)
      sum += std::move(result).get();
  co_return sum;
}

// A task of the project's own, whose result can be waited for by a thread as well.
class job {
public:
  struct promise_type {
    job get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void unhandled_exception();
    void return_value(int value);
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> waiting);
  int await_resume();
  int result() {
    done.acquire();
    return value;
  }

private:
  std::binary_semaphore done{0};
  int value = 0;
};

/// Refers to the jobs, and ends when both have.
struct both {
  both(job &one, job &other);
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> waiting);
  void await_resume();
};

job compute(int seed);

job blocks_on_a_job() {
  job one = compute(1);
  co_return one.result();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'job::result' calls 'counting_semaphore::acquire', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
}

job awaits_a_join_of_jobs() {
  job one = compute(1);
  job other = compute(2);
  both join(one, other);
  co_await join;
  co_return one.result() + other.result();
}

job joins_only_two() {
  job one = compute(1);
  job other = compute(2);
  job third = compute(3);
  both join(one, other);
  co_await join;
  co_return third.result();
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'job::result' calls 'counting_semaphore::acquire', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
}

// The thread that resumes the coroutine has nothing else to do after that.
class on_a_thread {
public:
  ~on_a_thread() {
    if (runner.joinable())
      runner.join();
  }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    runner = std::thread([waiting] { waiting.resume(); });
  }
  void await_resume() const noexcept {}

private:
  std::thread runner;
};

task<void> awaits_a_thread() {
  on_a_thread other;
  co_await other;
}

void prepare(on_a_thread &other);

task<void> joins_a_thread() {
  on_a_thread other;
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the destructor of 'on_a_thread' calls 'thread::join', which blocks this thread until another one ends, and every other coroutine on it waits as long; await a result of that thread [async-blocking-call]
  prepare(other);
  co_await fetch(1);
}

class blocking_queue {
public:
  int pop() {
    std::unique_lock lock(guard);
    filled.wait(lock, [this] { return !values.empty(); });
    int value = values.back();
    values.pop_back();
    return value;
  }

private:
  std::mutex guard;
  std::condition_variable filled;
  std::vector<int> values;
};

class mailbox {
public:
  task<int> receive() {
    co_await counted.acquire();
    co_return queue.pop();
  }

  task<int> receives_too_early() {
    co_return queue.pop();
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'blocking_queue::pop' calls 'condition_variable::wait', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  }

  // The semaphore says how many may be here, and nothing of the queue.
  task<int> one_at_a_time() {
    co_await counted.acquire();
    int value = queue.pop();
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'blocking_queue::pop' calls 'condition_variable::wait', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
    counted.release();
    co_return value;
  }

private:
  inhouse::async_semaphore counted{0};
  blocking_queue queue;
};

// What was found not to be ready is waited for.
task<int> waits_if_it_has_to(std::future<int> result, std::future<int> other) {
  if (result.wait_for(0s) != std::future_status::ready)
    result.wait();
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'future::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  if (other.wait_for(0s) == std::future_status::timeout) {
    co_return other.get();
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'future::get' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  } else {
    co_return other.get() + result.get();
  }
}

// A promise that was given its value, asked for the result in the same expression.

task<int> of_a_settled_promise(int n) {
  std::promise<int> promise;
  promise.set_value(n);
  co_await fetch(n);
  co_return promise.get_future().get();
}

task<int> of_a_promise_that_others_settle(int n) {
  std::promise<int> promise;
  co_await fetch(n);
  co_return promise.get_future().get();
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'future::get' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
}

// A pause that takes no longer than to await one would.

task<void> pauses_briefly() {
  co_await fetch(1);
  std::this_thread::sleep_for(10us);
  std::this_thread::sleep_for(std::chrono::microseconds(50));
  for (int n = 0; n < 3; ++n)
    std::this_thread::sleep_for(500ns);
}

task<void> pauses(std::chrono::microseconds time) {
  co_await fetch(1);
  std::this_thread::sleep_for(51us);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  std::this_thread::sleep_for(time);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

task<void> polls(const bool &done) {
  co_await fetch(1);
  while (!done)
    std::this_thread::sleep_for(10us);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

// The same of a handle of one's own; what is taken where nobody has waited, or of another one, is waited for.

class join_handle {
  std::mutex mutex;
  std::condition_variable done;
  bool ended = false;
  int value = 0;

public:
  void wait() {
    std::unique_lock lock(mutex);
    done.wait(lock, [this] { return ended; });
  }
  int join() {
    wait();
    return value;
  }
};
task<int> waits_and_joins(join_handle &work) {
  work.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'join_handle::wait' calls 'condition_variable::wait', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_return work.join();
}
task<int> joins_another(join_handle &work, join_handle &other, bool hurried) {
  if (!hurried)
    work.wait();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'join_handle::wait' calls 'condition_variable::wait', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  const int first = work.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'join_handle::join' calls 'condition_variable::wait', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_return first + other.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'join_handle::join' calls 'condition_variable::wait', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
}
