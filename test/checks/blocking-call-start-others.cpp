// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t
//
// What is no beginning: others run already, or nothing is served later.

#include <inhouse/task.h>

using inhouse::task;

extern "C" int getaddrinfo(const char *, const char *, const void *, void **);
task<int> accepted();
void run(task<void> work);

task<void> one_of_two(const char *host) {
  getaddrinfo(host, "80", nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
  for (;;)
    co_await accepted();
}

task<void> once(const char *host) {
  getaddrinfo(host, "80", nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
  co_await accepted();
}

task<void> called_by_a_coroutine(const char *host) {
  getaddrinfo(host, "80", nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
  for (;;)
    co_await accepted();
}
task<void> calls() { co_await called_by_a_coroutine("localhost"); }

int main() {
  run(one_of_two("localhost"));
  run(once("localhost"));
}
