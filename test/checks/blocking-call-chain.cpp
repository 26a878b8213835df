// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t

// The way from the coroutine to what blocks, one note for each call.

#include <chrono>
#include <condition_variable>
#include <inhouse/task.h>
#include <mutex>
#include <thread>

using inhouse::task;
using namespace std::chrono_literals;

void backoff() { std::this_thread::sleep_for(10ms); }
struct Client {
  void send() { backoff(); }
};
void one() { backoff(); }
void two() { one(); }
void three() { two(); }
void four() { three(); }
void five() { four(); }

task<void> short_chain(Client &client) {
  client.send();
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'Client::send' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-NOTES: :[[@LINE-11]]:17: note: 'Client::send' calls 'backoff' here
  // CHECK-NOTES: :[[@LINE-14]]:18: note: 'backoff' calls 'sleep_for' here
  co_return;
}

task<void> long_chain() {
  five();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'five' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-NOTES: :[[@LINE-13]]:15: note: 'five' calls 'four' here
  // CHECK-NOTES: :[[@LINE-15]]:15: note: 'four' calls 'three' here
  // CHECK-NOTES: :[[@LINE-17]]:16: note: through 2 more calls
  // CHECK-NOTES: :[[@LINE-20]]:14: note: 'one' calls 'backoff' here
  // CHECK-NOTES: :[[@LINE-25]]:18: note: 'backoff' calls 'sleep_for' here
  co_return;
}

// A bridge written with what the standard library has is a wait by what it does.
struct Event {
  void wait() {
    std::unique_lock lock(guard);
    while (!set)
      changed.wait(lock);
  }
  std::mutex guard;
  std::condition_variable changed;
  bool set = false;
};
task<void> bridge(Event &event) {
  event.wait();
  // CHECK-NOTES: :[[@LINE-1]]:9: warning: 'Event::wait' calls 'condition_variable::wait', which blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  // CHECK-NOTES: :[[@LINE-9]]:7: note: 'Event::wait' calls 'condition_variable::wait' here
  co_return;
}
