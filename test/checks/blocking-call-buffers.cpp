// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t

// A helper over any stream buffer blocks on that of a file; and loops that ask until something is there.

#include <atomic>
#include <fstream>
#include <inhouse/task.h>
#include <istream>
#include <queue>
#include <sstream>
#include <vector>

using inhouse::task;

task<int> fetch(int id);

using buffer = std::basic_streambuf<char>;
long read_some(buffer &from, char *to, long size) { return from.sgetn(to, size); }
long read_file(const std::fstream &file, char *to, long size) { return read_some(*file.rdbuf(), to, size); }
long size_of(buffer &, long size) { return size; }

task<void> by_its_buffer(std::ifstream file) {
  char block[64];
  file.rdbuf()->sgetn(block, 64);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'basic_filebuf::sgetn' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_await fetch(1);
}

task<void> by_a_helper(std::ifstream file) {
  char block[64];
  read_some(*file.rdbuf(), block, 64);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read_some' calls 'basic_streambuf::sgetn', which blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_await fetch(1);
}

task<void> by_two_helpers(std::fstream &file) {
  char block[64];
  read_file(file, block, 64);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read_file' calls 'basic_streambuf::sgetn', which blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_await fetch(1);
}

// It may be one in memory; and what does not read does not block.
task<void> whatever_it_is(buffer &from, std::ifstream file) {
  char block[64];
  read_some(from, block, 64);
  size_of(*file.rdbuf(), 64);
  co_await fetch(1);
}

struct ring {
  bool try_pop(int &value);
  int pop();
};
struct shared {
  std::queue<int> values;
  std::atomic<bool> stopped;
};

task<int> asks_until_it_is_filled(shared &state) {
  for (;;) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
    if (!state.values.empty())
      co_return state.values.front();
  }
}

task<int> tries_until_it_succeeds(ring &values) {
  int value = 0;
  while (!values.try_pop(value)) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
  }
  co_return value + co_await fetch(value);
}

task<int> lets_others_run(ring &values) {
  int value = 0;
  while (!values.try_pop(value))
    co_await fetch(1);
  co_return value;
}

task<int> takes_all(ring &values) {
  int sum = 0, value = 0;
  while (values.try_pop(value))
    sum += value;
  co_return sum + co_await fetch(1);
}

task<int> takes_until(ring &values) {
  int value = 0;
  for (;;) {
    value = values.pop();
    if (value > 3)
      break;
  }
  co_return value + co_await fetch(1);
}

task<int> searches(const std::vector<int> &values) {
  std::size_t at = 0;
  for (;;) {
    if (values[at] > 3)
      break;
    ++at;
  }
  co_return values[at] + co_await fetch(1);
}

// A helper over any stream blocks on that of a file, and on no other.

void write_number(std::ostream &out, int n) { out << n; }

task<void> into_memory(int n) {
  co_await fetch(n);
  std::ostringstream text;
  write_number(text, n);
}

task<void> wherever_it_goes(std::ostream &out) {
  co_await fetch(1);
  write_number(out, 1);
}

task<void> into_a_file(int n) {
  co_await fetch(n);
  std::ofstream file("log");
  write_number(file, n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'write_number' calls 'basic_ostream::operator<<', which blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
}
