// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t
//
// Awaiters of the project's own that have the coroutine go on where it may block.

#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <functional>
#include <inhouse/task.h>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

using inhouse::task;
using namespace std::chrono_literals;

class ThreadPool {
public:
  void enqueue(std::function<void()> work);

  auto schedule() {
    struct Awaiter {
      ThreadPool &Pool;
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> h) {
        Pool.enqueue([h] { h.resume(); });
      }
      void await_resume() noexcept {}
    };
    return Awaiter{*this};
  }
};

task<void> in_a_pool(ThreadPool &pool) {
  co_await pool.schedule();
  std::this_thread::sleep_for(1s);
}

struct own_thread {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    std::thread([h] { h.resume(); }).detach();
  }
  void await_resume() noexcept {}
};

task<void> in_a_thread_of_its_own() {
  co_await own_thread{};
  std::this_thread::sleep_for(1s);
}

class Executor {
public:
  void execute(std::coroutine_handle<> h);
};
struct switch_to {
  Executor &To;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) { To.execute(h); }
  void await_resume() noexcept {}
};

task<void> among_workers(Executor &workers) {
  co_await switch_to{workers};
  std::this_thread::sleep_for(1s);
}

task<void> on_a_loop(Executor &loop) {
  co_await switch_to{loop};
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

task<void> back_on_a_loop(ThreadPool &pool, Executor &loop) {
  co_await pool.schedule();
  std::this_thread::sleep_for(1s);
  co_await switch_to{loop};
  std::this_thread::sleep_for(2s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

// What a class with threads of its own runs does not wait for a loop.
void post(Executor &to, std::coroutine_handle<> h);
class Disk : public Executor {
  std::vector<std::thread> Threads;
} disk;
struct on_disk {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) { post(disk, h); }
  void await_resume() noexcept {}
};

task<void> on_threads_for_it() {
  co_await on_disk{};
  std::this_thread::sleep_for(1s);
}

// Neither a timer nor a list of those who wait is a place to run.
class Timers {
public:
  void schedule(std::coroutine_handle<> h, std::chrono::milliseconds after);
} pool_timers;
struct pause_for {
  std::chrono::milliseconds Time;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) { pool_timers.schedule(h, Time); }
  void await_resume() noexcept {}
};

task<void> after_a_pause() {
  co_await pause_for{1ms};
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

class PoolEvent {
  std::vector<std::coroutine_handle<>> Waiting;

public:
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) { Waiting.push_back(h); }
  void await_resume() noexcept {}
};

task<void> after_an_event(PoolEvent &pool_event) {
  co_await pool_event;
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

// What hands over a result has done something else than to run the coroutine there.
struct leased {
  ThreadPool &Pool;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    Pool.enqueue([h] { h.resume(); });
  }
  int await_resume() noexcept;
};

task<void> with_a_result(ThreadPool &pool) {
  co_await leased{pool};
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

// The queue of a class that has threads: they take out of it what they run.
class Crew {
  std::vector<std::thread> Threads;
  std::queue<std::coroutine_handle<>> Ready;
  std::vector<std::coroutine_handle<>> Waiting;
  std::mutex Mutex;
  std::condition_variable Any;

  void add(std::coroutine_handle<> h) {
    std::lock_guard lock(Mutex);
    Ready.push(h);
  }

public:
  struct Direct {
    Crew &To;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) {
      {
        std::lock_guard lock(To.Mutex);
        To.Ready.push(h);
      }
      To.Any.notify_one();
    }
    void await_resume() noexcept {}
  };
  struct ThroughHelper {
    Crew *To;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) { To->add(h); }
    void await_resume() noexcept {}
  };
  struct Idle {
    Crew *Of;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) { Of->Waiting.push_back(h); }
    void await_resume() noexcept {}
  };
  Direct enter() { return {*this}; }
  ThroughHelper join() { return {this}; }
  Idle idle() { return {this}; }
};

task<void> in_the_crew(Crew &crew) {
  co_await crew.enter();
  std::this_thread::sleep_for(1s);
}

task<void> in_the_crew_through_a_helper(Crew &crew) {
  co_await crew.join();
  std::this_thread::sleep_for(1s);
}

task<void> when_the_crew_is_idle(Crew &crew) {
  co_await crew.idle();
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

// A queue that nobody but an event loop empties.
class Loop {
  std::queue<std::coroutine_handle<>> Ready;

public:
  struct Turn {
    Loop &Of;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) { Of.Ready.push(h); }
    void await_resume() noexcept {}
  };
  Turn enter() { return {*this}; }
};

task<void> in_the_loop(Loop &loop) {
  co_await loop.enter();
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

// Of what is elsewhere, names tell.
struct Unseen {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> h);
  void await_resume() noexcept;
};
struct WorkerGroup {
  Unseen enter();
  Unseen closed();
};
struct Reactor {
  Unseen enter();
};

task<void> among_unseen_workers(WorkerGroup &group) {
  co_await group.enter();
  std::this_thread::sleep_for(1s);
}

task<void> after_unseen_workers(WorkerGroup &group) {
  co_await group.closed();
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

task<void> in_an_unseen_loop(Reactor &reactor) {
  co_await reactor.enter();
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

// Where a template goes on after an await of what its arguments decide is not known.
template <typename E> task<void> wherever_it_is_sent(E executor) {
  co_await executor.schedule();
  std::this_thread::sleep_for(1s);
}

template <typename E> task<void> before_it_is_sent(E executor) {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_await executor.schedule();
}

template <typename T> task<void> sent_nowhere(T value) {
  co_await after_a_pause();
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

// The first round of a loop runs before the hop at its end.
task<void> before_the_hop(ThreadPool &pool) {
  for (;;) {
    std::this_thread::sleep_for(1s);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
    co_await pool.schedule();
  }
}
task<void> after_the_hop(ThreadPool &pool) {
  for (;;) {
    co_await pool.schedule();
    std::this_thread::sleep_for(1s);
  }
}
