// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t --suffixes=BLOCKING -- --config="{CheckOptions: {AsyncModels: '%S/Inputs/storage.yaml'}}"
// RUN: %check_cotidy %s missing-timeout %t --suffixes=TIMEOUT -- --config="{CheckOptions: {AsyncModels: '%S/Inputs/storage.yaml'}}"

// The same by a .clang-tidy, whose path to the model is relative to it.
// RUN: rm -rf %t.d && mkdir -p %t.d/models %t.d/src && cp %S/Inputs/storage.yaml %t.d/models && cp %s %t.d/src/a.cpp
// RUN: echo "Checks: '-*,async-blocking-call'" > %t.d/.clang-tidy
// RUN: echo "CheckOptions: {AsyncModels: models/storage.yaml}" >> %t.d/.clang-tidy
// RUN: %cotidy_tidy %t.d/src/a.cpp -- -std=c++20 -nostdinc++ -isystem %include_dir > %t.d/out
// RUN: FileCheck --input-file=%t.d/out --check-prefix=FILE %s
// FILE: a.cpp:[[#]]:8: warning: 'Disk::write' blocks
// FILE-NOT: warning:
// FILE: a.cpp:[[#]]:3: warning: 'yield' puts this thread to sleep
// FILE-NOT: warning:

#include <chrono>
#include <inhouse/task.h>
#include <thread>

using inhouse::task;

namespace storage {
enum Mode { Now, Later };
struct Disk {
  void write(int block, Mode mode);
};
struct Peer {
  task<int> ask(int question, int seconds = 0);
  task<void> push(int fact);
  task<int> tell();
};
} // namespace storage

task<void> blocking(storage::Disk &disk) {
  disk.write(1, storage::Now);
  // CHECK-MESSAGES-BLOCKING: :[[@LINE-1]]:8: warning: 'Disk::write' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  disk.write(1, storage::Later);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  std::this_thread::yield();
  // CHECK-MESSAGES-BLOCKING: :[[@LINE-1]]:3: warning: 'yield' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return;
}

task<void> waiting(storage::Peer &peer, storage::Peer &other) {
  co_await peer.ask(1, 5);
  co_await peer.ask(2);
  // CHECK-MESSAGES-TIMEOUT: :[[@LINE-1]]:3: warning: 'ask' on 'peer' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  for (;;) {
    co_await other.tell();
    co_await other.push(3);
    // CHECK-MESSAGES-TIMEOUT: :[[@LINE-1]]:5: warning: 'push' on 'other' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
}
