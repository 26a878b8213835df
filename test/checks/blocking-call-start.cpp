// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t
//
// Before a program serves anybody, nobody waits for its thread.

#include <chrono>
#include <fstream>
#include <inhouse/task.h>
#include <string>
#include <thread>

using inhouse::task;
using namespace std::chrono_literals;

extern "C" int getaddrinfo(const char *, const char *, const void *, void **);
task<int> accepted();
task<void> serve(int socket);
void run(task<void> work);

task<void> server(const char *host) {
  std::ifstream settings("settings");
  std::string limit;
  std::getline(settings, limit);
  co_await accepted();
  getaddrinfo(host, "80", nullptr, nullptr);
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  for (;;) {
    const int socket = co_await accepted();
    getaddrinfo(host, "80", nullptr, nullptr);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
    co_await serve(socket);
  }
}

int main() { run(server("localhost")); }
