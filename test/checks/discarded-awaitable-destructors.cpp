// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s discarded-awaitable,dangling-parameter,blocking-call %t
//
// Tasks that begin at once, and what their destructors do to the work.

#include <coroutine>
#include <cstdlib>
#include <future>

template <typename Task> struct promise_of {
  Task get_return_object();
  std::suspend_never initial_suspend();
  std::suspend_always final_suspend() noexcept;
  void return_void();
  void unhandled_exception();
};

/// Waits for its work.
struct joining {
  using promise_type = promise_of<joining>;
  bool await_ready();
  void await_suspend(std::coroutine_handle<> waiting);
  void await_resume();
  ~joining() {
    if (!detached)
      done.wait();
  }
  void detach() { detached = true; }
  std::coroutine_handle<promise_type> handle;
  std::future<void> done;
  bool detached = false;
};
/// Waits for it in a function of its own.
struct leaving {
  using promise_type = promise_of<leaving>;
  bool await_ready();
  void await_suspend(std::coroutine_handle<> waiting);
  void await_resume();
  ~leaving() { leave(); }
  void leave() { done.wait(); }
  std::coroutine_handle<promise_type> handle;
  std::future<void> done;
};
/// Wants it to be done.
struct strict {
  using promise_type = promise_of<strict>;
  bool await_ready();
  void await_suspend(std::coroutine_handle<> waiting);
  void await_resume();
  ~strict() {
    if (handle && !handle.done())
      std::abort();
  }
  std::coroutine_handle<promise_type> handle;
};

struct acceptor {
  joining accept();
};
joining pause();
strict pause_strictly();

joining serve(acceptor &from) { co_await from.accept(); }
leaving leave(acceptor &from) { co_await from.accept(); }
strict insist(acceptor &from) {
  co_await from.accept();
  co_await pause_strictly();
}
// It has nothing to wait for.
strict at_once(int) { co_return; }

void run() {
  acceptor from;
  serve(from);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'serve' is dropped, so its destructor blocks this thread until the work is done; keep it [async-discarded-awaitable]
  leave(from);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'leave' is dropped, so its destructor blocks this thread until the work is done; keep it [async-discarded-awaitable]
  insist(from);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'insist' is dropped, so its destructor ends the process; keep it [async-discarded-awaitable]
  at_once(1);
  // Scopes of their work.
  auto first = serve(from);
  auto second = leave(from);
}

joining waits(acceptor &from) {
  auto inner = serve(from);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the destructor of 'joining' calls 'future::wait', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_await pause();
}
joining lets_it_go(acceptor &from) {
  auto inner = serve(from);
  co_await pause();
  inner.detach();
}
joining lets_it_go_at_times(acceptor &from, bool now) {
  auto inner = serve(from);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the destructor of 'joining' calls 'future::wait', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_await pause();
  if (now)
    inner.detach();
}

// The future of a promise, and work that keeps its errors.
template <typename T> struct answer {
  using promise_type = promise_of<answer>;
  bool await_ready();
  void await_suspend(std::coroutine_handle<> waiting);
  T await_resume();
  ~answer() {
    if (handle && handle.done())
      handle.destroy();
  }
  std::coroutine_handle<promise_type> handle;
};
template <typename T> struct source {
  answer<T> later();
  void set_value();
};
answer<void> ask();
answer<void> asks_in_any_case() {
  try {
    co_await ask();
  } catch (...) {
  }
}
answer<void> asks() { co_await ask(); }
void leaves_answers() {
  source<void> of;
  answer<void> later{of.later()};
  asks_in_any_case();
  asks();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'asks' is dropped, so its work runs on unobserved and its errors are lost; keep it [async-discarded-awaitable]
}
