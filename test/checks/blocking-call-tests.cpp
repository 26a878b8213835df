// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t

// Tests may block; a coroutine that sleeps or waits for others in one hangs it.

#include <chrono>
#include <cstdlib>
#include <future>
#include <inhouse/task.h>
#include <thread>

using inhouse::task;
using namespace std::chrono_literals;

namespace testing {
class Test {};
} // namespace testing
#define TEST_F(Fixture, Name)                                                                                \
  class Fixture##_##Name : public Fixture {                                                                  \
    void body();                                                                                             \
  };                                                                                                         \
  void Fixture##_##Name::body()

task<int> fetch(int id);

class Cache : public testing::Test {
protected:
  task<void> refresh(std::future<int> result) {
    result.get();
    std::system("ls");
    std::this_thread::sleep_for(1s);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
    inhouse::sync_wait(fetch(1));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sync_wait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
    co_return;
  }
};

TEST_F(Cache, Expires) {
  inhouse::sync_wait(fetch(1));
  std::this_thread::sleep_for(1s);
  inhouse::sync_wait([](std::future<int> result) -> task<int> {
    std::system("ls");
    co_return result.get();
  }(std::future<int>()));
}
