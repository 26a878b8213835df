// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s work-in-constructor %t

#include <asio.hpp>
#include <future>
#include <inhouse/eager.h>
#include <inhouse/fire_and_forget.h>
#include <inhouse/task.h>
#include <optional>
#include <vector>

using inhouse::task;

task<void> step(int n);
void spawn(task<void> work);

// What is reported.

struct Starts {
  Starts() { spawn(run()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: this starts a coroutine on 'Starts' before its constructor is done, and nothing keeps the object until the coroutine is; make it in a static asynchronous factory [async-work-in-constructor]
  task<void> run() { co_await step(n); }
  int n = 0;
};

struct RunsAtOnce {
  RunsAtOnce() : work(run()) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: this starts a coroutine on 'RunsAtOnce' before its constructor is done, and before the members after this one are made; make it in a static asynchronous factory [async-work-in-constructor]
  inhouse::eager<void> run() {
    co_await std::suspend_always();
    n = 1;
  }
  std::optional<inhouse::eager<void>> work;
  int n = 0;
};

struct Session {
  explicit Session(asio::io_context &context) {
    asio::co_spawn(context, [this]() -> asio::awaitable<void> { return run(); }, asio::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this starts a coroutine on 'Session' before its constructor is done, and nothing keeps the object until the coroutine is; make it in a static asynchronous factory [async-work-in-constructor]
  }
  asio::awaitable<void> run();
};

struct Blocks {
  ~Blocks() { inhouse::sync_wait(close()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: this destructor blocks its thread until asynchronous work is done, a deadlock if that work needs this thread; give the class a close() to await [async-work-in-constructor]
  task<void> close();
};

// What is not.

// Lazy, and kept until somebody starts it.
struct Keeps {
  Keeps() { work.emplace(run()); }
  task<void> run() { co_await step(n); }
  std::optional<task<void>> work;
  int n = 0;
};

struct StartsAnother {
  StartsAnother() { spawn(step(1)); }
};

struct Factory {
  static task<Factory *> make() {
    auto *made = new Factory();
    co_await made->connect();
    co_return made;
  }
  task<void> connect();
};

struct LetsStart {
  void start() { spawn(run()); }
  task<void> run();
};

namespace testing {
class Test {
public:
  virtual ~Test();
};
} // namespace testing
struct Fixture : testing::Test {
  ~Fixture() { inhouse::sync_wait(close()); }
  task<void> close();
};

struct StartsByAMethod {
  StartsByAMethod() { start(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: this starts a coroutine on 'StartsByAMethod' before its constructor is done, and nothing keeps the object until the coroutine is; make it in a static asynchronous factory [async-work-in-constructor]
  void start() { spawn(run()); }
  task<void> run();
};
struct CallsAnother {
  CallsAnother() { prepare(); }
  void prepare() { spawn(step(1)); }
};
struct StartsByAnInitialiser {
  inhouse::eager<void> job = run();
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: this starts a coroutine on 'StartsByAnInitialiser' before its constructor is done, and before the members after this one are made; make it in a static asynchronous factory [async-work-in-constructor]
  inhouse::eager<void> run();
  StartsByAnInitialiser() {}
  int after = 0;
};
struct KeepsByAnInitialiser {
  task<void> job = run();
  task<void> run();
  KeepsByAnInitialiser() {}
};

// Work that is kept in a member ends with the object, where the end of that member cancels it.

struct RunsWhenAllIsMade {
  RunsWhenAllIsMade() {
    work.emplace(run());
    all.push_back(run());
    other = run();
  }
  inhouse::eager<void> run();
  std::optional<inhouse::eager<void>> work;
  std::vector<inhouse::eager<void>> all;
  inhouse::eager<void> other{nullptr};
};
struct RunsAfterTheOtherMembers {
  int before = 0;
  inhouse::eager<void> job = run();
  inhouse::eager<void> run();
  RunsAfterTheOtherMembers() {}
};

class TaskSet {
public:
  ~TaskSet();
  void add(inhouse::eager<void> work);
};
struct AddsToItsSet {
  AddsToItsSet() { tasks.add(run()); }
  inhouse::eager<void> run();
  TaskSet tasks;
};
struct AddsInAMethod {
  AddsInAMethod() { start(); }
  void start() { tasks.add(run()); }
  inhouse::eager<void> run();
  TaskSet tasks;
};
struct AddsToAnothersSet {
  explicit AddsToAnothersSet(TaskSet &others) : tasks(others) { tasks.add(run()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:75: warning: this starts a coroutine on 'AddsToAnothersSet' before its constructor is done, and nothing keeps the object until the coroutine is; make it in a static asynchronous factory [async-work-in-constructor]
  inhouse::eager<void> run();
  TaskSet &tasks;
};

// What owns its work in some way that is not seen.
class node;
class owner {
public:
  owner(owner &&);
  ~owner();

private:
  node *kept;
};
class promise {
public:
  struct promise_type {
    promise get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  promise(promise &&);
  promise &operator=(promise &&);
  promise with(int handler) &&;

private:
  owner work;
};
promise nothing();
void forget(promise work);
struct KeepsItsPromise {
  KeepsItsPromise() : loop(nothing()) { loop = run().with(0); }
  promise run() { co_await step(1); }
  promise loop;
};
struct ForgetsItsPromise {
  ForgetsItsPromise() { forget(run()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: this starts a coroutine on 'ForgetsItsPromise' before its constructor is done, and nothing keeps the object until the coroutine is; make it in a static asynchronous factory [async-work-in-constructor]
  promise run() { co_await step(1); }
};

// A destructor that waits for the future of a coroutine.

std::future<int> compute(int n);
class WaitsForItsFuture {
public:
  void start(asio::io_context &context) { done = asio::co_spawn(context, run(), asio::use_future); }
  ~WaitsForItsFuture() { done.wait(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: this destructor blocks its thread until asynchronous work is done, a deadlock if that work needs this thread; give the class a close() to await [async-work-in-constructor]

private:
  asio::awaitable<void> run();
  std::future<void> done;
};
std::future<int> as_future(inhouse::task<int> work);
class WaitsForWhatItHandedOver {
public:
  void start() { done = as_future(run()); }
  ~WaitsForWhatItHandedOver() {
    if (done.valid())
      done.wait();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this destructor blocks its thread until asynchronous work is done, a deadlock if that work needs this thread; give the class a close() to await [async-work-in-constructor]
  }

private:
  inhouse::task<int> run();
  std::future<int> done;
};
class WaitsForAnother {
public:
  WaitsForAnother() : done(compute(1)) {}
  ~WaitsForAnother() { done.wait(); }

private:
  std::future<int> done;
};
