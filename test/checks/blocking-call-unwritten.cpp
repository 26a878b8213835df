// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t

// What runs in a coroutine though no call of it is written there.

#include <chrono>
#include <fstream>
#include <future>
#include <inhouse/generator.h>
#include <inhouse/task.h>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

using inhouse::task;
using namespace std::chrono_literals;

task<int> fetch(int id);
int backoff() {
  std::this_thread::sleep_for(10ms);
  return 1;
}

// ---- arguments and members

void send(int attempts = backoff());
task<void> default_argument() {
  send();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'backoff' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  send(2);
  co_return;
}

struct Settings {
  int timeout = backoff();
};
struct Client {
  Client() {}
  Settings settings;
};
task<void> default_member() {
  Settings own;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the constructor of 'Settings' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  Settings given{3};
  Client client;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the constructor of 'Client' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return;
}

struct Pool {
  explicit Pool(int attempts) { backoff(); }
  explicit Pool(std::string name) {}
};
struct Link {
  explicit Link(int attempts) { backoff(); }
};
task<void> made_by_a_factory() {
  auto link = std::make_unique<Link>(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the constructor of 'Link' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  auto shared = std::make_shared<Settings>();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the constructor of 'Settings' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // Which constructor runs is not certain.
  auto pool = std::make_unique<Pool>(2);
  co_return;
}

// ---- what a range-for calls

struct Rows {
  int *begin() {
    backoff();
    return nullptr;
  }
  int *end() { return nullptr; }
};
task<int> sums(Rows rows) {
  int sum = 0;
  for (int row : rows)
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'Rows::begin' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
    sum += row;
  co_return sum;
}

// ---- destructors

struct Batch {
  ~Batch() { backoff(); }
  int size;
};
Batch reopen(Batch batch);
task<Batch> destroyed() {
  Batch here{1};
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the destructor of 'Batch' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  Batch elsewhere{2};
  Batch again = reopen(std::move(elsewhere));
  co_return again;
}

task<void> joined_by_its_destructor() {
  std::jthread worker([] { backoff(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the destructor of 'jthread' blocks this thread until another one ends, and every other coroutine on it waits as long; await a result of that thread [async-blocking-call]
  std::jthread stopped([] { backoff(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the destructor of 'jthread' blocks this thread until another one ends, and every other coroutine on it waits as long; await a result of that thread [async-blocking-call]
  stopped.request_stop();
  std::jthread detached([] { backoff(); });
  detached.detach();
  co_return;
}

task<void> waited_for_by_its_destructor() {
  auto unused = std::async(std::launch::async, [] { return 1; });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the destructor of the result of 'async' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  (void)std::async([] { return 1; });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the destructor of the result of 'async' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  std::async([] { return 1; }); // async-discarded-awaitable says the same
  auto polled = std::async(std::launch::async, [] { return 1; });
  while (polled.wait_for(0s) != std::future_status::ready)
    co_await fetch(1);
  auto never = std::async(std::launch::deferred, [] { return 1; });
}

// ---- a generator runs where it is iterated

inhouse::generator<int> attempts() {
  for (int n = 0; n != 3; ++n)
    co_yield backoff();
}
task<void> iterates() {
  auto later = attempts();
  for (int n : attempts())
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'attempts' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
    co_await fetch(n);
}

// ---- whole files through their buffers

std::string slurp(const std::string &path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}
task<std::string> whole_file(std::string path) {
  std::stringstream text;
  text << slurp(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'slurp' calls 'ostringstream::operator<<', which blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return text.str();
}
