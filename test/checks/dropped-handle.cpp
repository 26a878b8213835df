// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s dropped-handle %t

#include <coroutine>
#include <exception>
#include <functional>
#include <inhouse/task.h>
#include <vector>

using inhouse::task;

std::vector<std::coroutine_handle<>> waiting;
bool stopped();
void start_read(std::function<void()> done);

// What is reported.

struct forgets {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) { start_read([] {}); }
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: await_suspend does not keep the handle of the coroutine it puts to sleep, so nothing can resume it; hand it to what completes the operation [async-dropped-handle]
  int await_resume();
};

struct forgets_on_one_path {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: on some path await_suspend does not keep the handle of the coroutine it puts to sleep, so nothing can resume it; resume it there, or return false from a bool await_suspend [async-dropped-handle]
    if (stopped())
      return;
    waiting.push_back(handle);
  }
  int await_resume();
};

struct says_it_sleeps {
  bool await_ready() { return false; }
  bool await_suspend(std::coroutine_handle<> handle) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: on some path await_suspend does not keep the handle of the coroutine it puts to sleep, so nothing can resume it; resume it there, or return false from a bool await_suspend [async-dropped-handle]
    if (stopped())
      return true;
    waiting.push_back(handle);
    return true;
  }
  int await_resume();
};

struct does_nothing {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: await_suspend does not keep the handle of the coroutine it puts to sleep, so nothing can resume it; hand it to what completes the operation [async-dropped-handle]
  int await_resume();
};
task<int> waits_for_ever() { co_return co_await does_nothing{}; }

// What is not.

struct keeps {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> handle) { waiting.push_back(handle); }
  int await_resume();
};

struct captures {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
    start_read([handle] { handle.resume(); });
  }
  int await_resume();
};

struct goes_on {
  bool await_ready() { return false; }
  bool await_suspend(std::coroutine_handle<> handle) {
    if (stopped())
      return false;
    waiting.push_back(handle);
    return true;
  }
  int await_resume();
};

struct throws {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
    if (stopped())
      throw 1;
    waiting.push_back(handle);
  }
  int await_resume();
};

struct is_always_ready {
  bool await_ready() { return true; }
  void await_suspend(std::coroutine_handle<>) {}
  int await_resume();
};

// The end of a generator's step: whoever asks for the next element resumes it.
struct stays_for_its_owner {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume();
};

struct has_it_already {
  std::coroutine_handle<> self;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) { waiting.push_back(self); }
  int await_resume();
};

struct transfers {
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) { return std::noop_coroutine(); }
  int await_resume();
};

// Callbacks that cannot lead to the coroutine.

struct socket_like {
  std::function<void(int)> reader;
  void on_ready(std::function<void(int)> done);
};
void c_read(void (*done)(void *), void *argument);

struct only_stores_the_result {
  socket_like &socket;
  int bytes = 0;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: await_suspend does not keep the handle of the coroutine it puts to sleep, so nothing can resume it; hand it to what completes the operation [async-dropped-handle]
    socket.on_ready([this](int n) { bytes = n; });
  }
  int await_resume() { return bytes; }
};
struct only_stores_it_for_c {
  socket_like *socket;
  int bytes = 0;
  static void done(void *self) { static_cast<only_stores_it_for_c *>(self)->bytes = 1; }
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<>) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: await_suspend does not keep the handle of the coroutine it puts to sleep, so nothing can resume it; hand it to what completes the operation [async-dropped-handle]
    c_read(&only_stores_it_for_c::done, this);
    return true;
  }
  int await_resume() { return bytes; }
};

struct state_with_a_handle {
  std::coroutine_handle<> waiter;
  int bytes;
};
struct resumes_by_its_state {
  state_with_a_handle &state;
  socket_like &socket;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) {
    socket.on_ready([this](int) { state.waiter.resume(); });
  }
  int await_resume();
};
struct lets_it_go_on {
  socket_like &socket;
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<>) {
    socket.on_ready([](int) {});
    return false;
  }
  int await_resume();
};
struct ends_the_process {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) { std::terminate(); }
  int await_resume();
};
struct is_ready_after_a_check {
  int asked = 0;
  bool await_ready() noexcept {
    ++asked;
    return true;
  }
  void await_suspend(std::coroutine_handle<>) { start_read([] {}); }
  int await_resume();
};
task<int> awaits_a_ready_one() { co_return co_await is_ready_after_a_check{}; }

struct has_the_promise {
  task<int>::promise_type *promise;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  int await_resume();
};
task<int> is_resumed_by_its_promise() { co_return co_await has_the_promise{nullptr}; }

// Each of several gets it, and await_ready answers for none.
struct one_of_many {
  void wake(std::coroutine_handle<> waiting);
};
struct hands_it_to_each {
  one_of_many *first;
  unsigned count;
  bool await_ready() const noexcept { return count == 0; }
  void await_suspend(std::coroutine_handle<> waiting) {
    for (unsigned n = 0; n < count; ++n)
      first[n].wake(waiting);
  }
  int await_resume();
};
struct hands_it_to_some {
  one_of_many *first;
  unsigned count;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: on some path await_suspend does not keep the handle of the coroutine it puts to sleep, so nothing can resume it; resume it there, or return false from a bool await_suspend [async-dropped-handle]
    if (count > 1)
      first->wake(waiting);
  }
  int await_resume();
};

// It prints and suspends, for whoever owns the coroutine.
void print(const char *text);
struct always_and_says_so {
  bool await_ready() const noexcept {
    print("ready?");
    return false;
  }
  void await_suspend(std::coroutine_handle<>) const noexcept { print("suspended"); }
  void await_resume() const noexcept { print("resumed"); }
};

// A cast to void keeps nothing.
struct casts_to_void {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: await_suspend does not keep the handle of the coroutine it puts to sleep, so nothing can resume it; hand it to what completes the operation [async-dropped-handle]
    (void)handle;
    start_read([] {});
  }
  int await_resume();
};
