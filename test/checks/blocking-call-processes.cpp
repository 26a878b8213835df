// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t
//
// What a forked child does holds up nobody here, and what was awaited is there.

#include <cstdlib>
#include <inhouse/task.h>
#include <memory>

using inhouse::task;

extern "C" {
int fork();
int pipe(int (&ends)[2]);
long read(int descriptor, void *data, unsigned long size);
long write(int descriptor, const void *data, unsigned long size);
int waitpid(int id, int *status, int options);
[[noreturn]] void _exit(int code);
}
[[noreturn]] void fail(int code);

struct Loop {};
struct Descriptor {
  Descriptor(Loop &loop, int number);
  task<void> next();
};

task<int> runs(Loop &loop, const char *command) {
  int told[2], output[2];
  pipe(told);
  pipe(output);
  int id = fork();
  if (id == 0) {
    int code = std::system(command);
    write(told[1], &code, sizeof code);
    _exit(0);
  } else if (id > 0) {
    auto io = std::make_unique<Descriptor>(loop, told[0]);
    co_await io->next();
    int code = 1;
    read(told[0], &code, sizeof code);
    waitpid(id, nullptr, 0);
    read(output[0], &code, sizeof code);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'read' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
    co_return code;
  }
  co_return 1;
}

task<void> waits_for_the_child(Loop &loop, const char *command) {
  int told[2];
  int id = fork();
  if (id == 0) {
    std::system(command);
    write(told[1], "", 1);
    _exit(0);
  }
  waitpid(id, nullptr, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waitpid' blocks this thread until another process is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  Descriptor io(loop, told[0]);
  co_await io.next();
}

// The process ends with the branch.
task<void> gives_up(bool broken, int log, int other) {
  if (broken) {
    write(log, "broken", 6);
    _exit(1);
  }
  if (other < 0) {
    write(log, "failed", 6);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'write' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
    fail(1); // it may throw
  }
  write(other, "whole", 5);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'write' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}

task<void> reads_the_other_end(Loop &loop, int (&ends)[2], char *to) {
  Descriptor io(loop, ends[0]);
  co_await io.next();
  read(ends[0], to, 1);
  read(ends[1], to, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
}

task<void> reads_too_early(Loop &loop, int descriptor, char *to) {
  Descriptor io(loop, descriptor);
  read(descriptor, to, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_await io.next();
  read(descriptor, to, 1);
}
