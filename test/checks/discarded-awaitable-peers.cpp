// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s discarded-awaitable %t
//
// Work for one peer of many: to await it would serve one after another.

#include <coroutine>

/// Frees itself at its end, and goes on when it is dropped.
template <typename T> struct eager {
  struct promise_type {
    eager get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<> waiting);
  T await_resume();
  ~eager() {
    if (handle.done())
      handle.destroy();
  }
  std::coroutine_handle<promise_type> handle;
};

struct ring {
  eager<int> accept(int on);
  eager<int> receive(int from);
};
eager<void> talk(int peer);
eager<void> save(int message);

eager<void> accepts(ring &of, int on) {
  while (true) {
    int peer = co_await of.accept(on);
    talk(peer);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaitable returned by 'talk' is dropped, so its work runs on unobserved and its errors are lost; keep it [async-discarded-awaitable]
    // CHECK-FIXES: {{^}}    talk(peer);
  }
}
eager<void> accepts_in_condition(ring &of, int on) {
  while (int peer = co_await of.accept(on))
    talk(peer);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaitable returned by 'talk' is dropped, so its work runs on unobserved and its errors are lost; keep it [async-discarded-awaitable]
}

eager<void> receives(ring &of, int from) {
  while (int message = co_await of.receive(from))
    save(message);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaitable returned by 'save' is dropped, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
    // CHECK-FIXES: {{^}}    co_await save(message);
}
eager<void> accepts_one(ring &of, int on) {
  int peer = co_await of.accept(on);
  talk(peer);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'talk' is dropped, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await talk(peer);
}
