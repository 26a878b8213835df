// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s stale-read-across-await %t
//
// What is done once, and asked for by a flag or through a local: two calls may both find that it was not.

#include <inhouse/async_mutex.h>
#include <inhouse/task.h>

using inhouse::task;

task<void> prepare();
bool listens();

// What is reported.

class Session {
public:
  task<void> ensure() {
    if (!ready) {
      co_await prepare();
      ready = true;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'ready' is filled because of what it was before a suspension, and another call of this coroutine may have filled it meanwhile, so that work is done twice and one result is lost; look again after the await, or let the second one wait for the first [async-stale-read-across-await]
    }
  }

private:
  bool ready = false;
};

class EarlyReturn {
public:
  task<void> ensure() {
    if (ready)
      co_return;
    co_await prepare();
    ready = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'ready' is filled because of what it was before a suspension, and another call of this coroutine may have filled it meanwhile, so that work is done twice and one result is lost; look again after the await, or let the second one wait for the first [async-stale-read-across-await]
  }

private:
  bool ready = false;
};

class ThroughLocal {
public:
  task<void> ensure() {
    const bool was = ready;
    if (!was) {
      co_await prepare();
      ready = true;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'ready' is filled because of what it was before a suspension, and another call of this coroutine may have filled it meanwhile, so that work is done twice and one result is lost; look again after the await, or let the second one wait for the first [async-stale-read-across-await]
    }
  }

private:
  bool ready = false;
};

class Places {
public:
  task<bool> take() {
    auto taken = count;
    if (taken < most) {
      co_await prepare();
      count = taken + 1;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'count' gets a value made from what it was before a suspension, so that what another call of this coroutine writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
      co_return true;
    }
    co_return false;
  }

private:
  static constexpr int most = 8;
  int count = 0;
};

class Level {
public:
  task<void> raise() {
    const int before = level;
    if (before < 3) {
      co_await prepare();
      level = 3;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'level' is filled because of what it was before a suspension, and 'Level::set' may have filled it meanwhile, so that work is done twice and one result is lost; look again after the await, or let the second one wait for the first [async-stale-read-across-await]
    }
  }
  void set(int to) { level = to; }

private:
  int level = 0;
};

// What is not: set before the suspension, one caller at a time, the one loop of its object, a mutex held over
// both, a second look, and a local that has come to mean something else.

class SetFirst {
public:
  task<void> ensure() {
    if (ready)
      co_return;
    ready = true;
    co_await prepare();
  }

private:
  bool ready = false;
};

class Within {
public:
  task<void> run() { co_await ensure(); }

private:
  task<void> ensure() {
    if (!ready) {
      co_await prepare();
      ready = true;
    }
  }
  bool ready = false;
};

class Reconnecting {
public:
  task<void> run() {
    for (;;) {
      if (!connected) {
        co_await prepare();
        connected = true;
      }
      co_await prepare();
    }
  }

private:
  bool connected = false;
};

class Guarded {
public:
  task<void> ensure() {
    auto guard = co_await mutex.scoped_lock_async();
    if (!ready) {
      co_await prepare();
      ready = true;
    }
  }

private:
  inhouse::async_mutex mutex;
  bool ready = false;
};

class LooksAgain {
public:
  task<void> ensure() {
    if (!ready) {
      co_await prepare();
      if (!ready)
        ready = true;
    }
  }

private:
  bool ready = false;
};

class Reassigned {
public:
  task<void> ensure() {
    bool idle = ready;
    idle = listens();
    if (idle) {
      co_await prepare();
      ready = true;
    }
  }

private:
  bool ready = false;
};
