// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s dangling-capture %t
//
// Functions that come back when the task they are handed is done: the lambda is there as long.

#include <coroutine>
#include <inhouse/task.h>
#include <utility>

using inhouse::task;

struct Event {
  void notify();
  void wait();
};
struct Loop {
  template <typename T> void push(task<T> work);
};

// The body shows an event of its own, that the task sets.
inline void inject(Loop &loop, task<void> work) {
  Event done;
  loop.push([](task<void> inner, Event &event) -> task<void> {
    co_await std::move(inner);
    event.notify();
  }(std::move(work), done));
  done.wait();
}
inline void push(Loop &loop, task<void> work) { loop.push(std::move(work)); }
// No body, but it is declared to give what the task gives.
struct Injector {
  template <typename T> T inject(task<T> work);
  template <typename T> void post(task<T> work);
};

task<void> use(int value);

void waits(Loop &loop, Injector &injector, int value) {
  inject(loop, [value]() -> task<void> { co_await use(value); }());
  injector.inject([value]() -> task<void> { co_await use(value); }());
}

void does_not_wait(Loop &loop, Injector &injector, int value) {
  push(loop, [value]() -> task<void> { co_await use(value); }());
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
  injector.post([value]() -> task<void> { co_await use(value); }());
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; pass them as parameters [async-dangling-capture]
}

