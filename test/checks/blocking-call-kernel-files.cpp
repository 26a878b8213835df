// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t
//
// Files that the kernel makes up as they are read.

#include <cstdio>
#include <fstream>
#include <inhouse/task.h>
#include <string>

using inhouse::task;

extern "C" int open(const char *path, int flags, ...);
extern "C" long read(int fd, void *to, unsigned long size);

// What is not reported: there is no device behind them.

std::string load() {
  auto file = std::ifstream{"/proc/loadavg"};
  std::string line;
  std::getline(file, line);
  return line;
}
task<void> measures(std::string &to) {
  to = load();
  co_return;
}
task<void> network(std::string &to) {
  std::ifstream file;
  file.open("/sys/class/net/eth0/statistics/rx_bytes");
  std::getline(file, to);
  co_return;
}
task<void> randomness(char (&seed)[16]) {
  const int fd = open("/dev/urandom", 0);
  read(fd, seed, sizeof seed);
  co_return;
}
constexpr const char *Memory = "/proc/meminfo";
task<void> by_a_constant(char *to) {
  std::FILE *file = std::fopen(Memory, "r");
  std::fgets(to, 80, file);
  co_return;
}

// What is.

task<void> settings(std::string &to) {
  std::ifstream file("/etc/settings");
  std::getline(file, to);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getline' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}
task<void> may_be_any(std::string &to, std::string path) {
  std::ifstream file(path);
  std::getline(file, to);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getline' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}
task<void> one_of_two(std::string &to, bool first) {
  std::ifstream file;
  file.open("/proc/loadavg");
  if (!first)
    file.open("/var/lib/loadavg");
  std::getline(file, to);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getline' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}
task<void> waits_for_messages(char (&to)[256]) {
  const int fd = open("/proc/kmsg", 0);
  read(fd, to, sizeof to);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}

// A stream that another one takes the place of, and a name that is made of itself.
task<void> another(std::string &to, const char *path) {
  std::ifstream file("/proc/loadavg");
  file = std::ifstream(path);
  std::getline(file, to);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getline' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}
extern const char *const own_name;
const char *const own_name = own_name;
task<void> nowhere(char (&to)[256]) {
  const int fd = open(own_name, 0);
  read(fd, to, sizeof to);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}
