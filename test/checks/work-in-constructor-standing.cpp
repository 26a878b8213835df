// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s work-in-constructor %t
//
// Objects that are there for as long as what their constructors start.

#include <inhouse/fire_and_forget.h>
#include <inhouse/task.h>

using inhouse::fire_and_forget;
using inhouse::task;

task<void> tick();

// ---- ended by an await

class timeout {
public:
  timeout() { run(); }
  timeout(const timeout &) = delete;
  timeout &operator=(const timeout &) = delete;
  auto retire() {
    stopped = true;
    return tick();
  }

private:
  fire_and_forget run() {
    while (!stopped)
      co_await tick();
  }
  bool stopped = false;
};
class movable {
public:
  movable() { run(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: this starts a coroutine on 'movable' before its constructor is done, and nothing keeps the object until the coroutine is; make it in a static asynchronous factory [async-work-in-constructor]
  task<void> retire() { return tick(); }

private:
  fire_and_forget run() {
    while (!stopped)
      co_await tick();
  }
  bool stopped = false;
};
class not_awaited {
public:
  not_awaited() { run(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this starts a coroutine on 'not_awaited' before its constructor is done, and nothing keeps the object until the coroutine is; make it in a static asynchronous factory [async-work-in-constructor]
  not_awaited(const not_awaited &) = delete;
  void stop() { stopped = true; }

private:
  fire_and_forget run() {
    while (!stopped)
      co_await tick();
  }
  bool stopped = false;
};
class too_early {
public:
  too_early() {
    run();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this starts a coroutine on 'too_early' before its constructor is done, and nothing keeps the object until the coroutine is; make it in a static asynchronous factory [async-work-in-constructor]
    stopped = false;
  }
  too_early(const too_early &) = delete;
  task<void> stop();

private:
  fire_and_forget run() {
    while (!stopped)
      co_await tick();
  }
  bool stopped;
};

// ---- static

class router {
public:
  router() { expire(); }

private:
  fire_and_forget expire() {
    for (;; ++rounds)
      co_await tick();
  }
  int rounds = 0;
};
router &the_router() {
  static router only;
  return only;
}
class registry {
public:
  registry() { expire(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this starts a coroutine on 'registry' before its constructor is done, and nothing keeps the object until the coroutine is; make it in a static asynchronous factory [async-work-in-constructor]

private:
  fire_and_forget expire() {
    for (;; ++rounds)
      co_await tick();
  }
  int rounds = 0;
};
registry &the_registry() {
  static registry only;
  return only;
}
void scratch() { registry another; }
