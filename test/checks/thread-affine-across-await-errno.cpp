// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s thread-affine-across-await %t
//
// For which call errno is read: the last one of C, or the one whose failure decides that it is read at all.

#include <cerrno>
#include <inhouse/task.h>

using inhouse::task;

task<void> step();
task<int> receive();
extern "C" int raw_open(const char *path);
int open_any(const char *path);
int open_log(const char *path) { return raw_open(path); }
struct File {
  int open(const char *path) { return raw_open(path); }
};
void handle(int error);

// What is reported.

task<int> after_what_is_awaited_for_its_result(const char *path) {
  int fd{raw_open(path)};
  const int n = co_await receive();
  if (fd == -1)
    co_return errno;
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'errno' is read after a suspension that came after the call, so it tells of whatever ran on the thread meanwhile; copy it before the await [async-thread-affine-across-await]
  co_return n;
}
task<int> assigned(const char *path) {
  int fd;
  fd = raw_open(path);
  const int n = co_await receive();
  if (n > 0 && fd < 0)
    co_return -errno;
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'errno' is read after a suspension that came after the call, so it tells of whatever ran on the thread meanwhile; copy it before the await [async-thread-affine-across-await]
  co_return n;
}
task<int> in_a_choice(const char *path) {
  const int fd = raw_open(path);
  const int n = co_await receive();
  co_return fd < 0 ? -errno : n;
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'errno' is read after a suspension that came after the call, so it tells of whatever ran on the thread meanwhile; copy it before the await [async-thread-affine-across-await]
}
task<int> on_the_branch_of_its_failure(const char *path, bool tells) {
  if (raw_open(path) < 0) {
    const int n = co_await receive();
    if (tells)
      co_return errno + n;
      // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'errno' is read after a suspension that came after the call, so it tells of whatever ran on the thread meanwhile; copy it before the await [async-thread-affine-across-await]
  }
  co_return 0;
}
task<int> through_a_helper(const char *path) {
  open_log(path);
  co_await step();
  co_return errno;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'errno' is read after a suspension that came after the call, so it tells of whatever ran on the thread meanwhile; copy it before the await [async-thread-affine-across-await]
}
task<int> through_a_method(File &file, const char *path) {
  file.open(path);
  co_await step();
  co_return errno;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'errno' is read after a suspension that came after the call, so it tells of whatever ran on the thread meanwhile; copy it before the await [async-thread-affine-across-await]
}
task<int> of_what_is_elsewhere(const char *path) {
  const int fd = open_any(path);
  co_await step();
  if (fd < 0)
    co_return errno;
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'errno' is read after a suspension that came after the call, so it tells of whatever ran on the thread meanwhile; copy it before the await [async-thread-affine-across-await]
  co_return fd;
}

// What is not: read before the suspension, for what was awaited, for no failure, and kept in time.

task<int> at_once(const char *path) {
  const int fd = raw_open(path);
  if (fd < 0)
    co_return errno;
  co_await step();
  co_return fd;
}
task<int> of_the_awaited(const char *path) {
  const int fd = raw_open(path);
  const int n = co_await receive();
  if (n < 0)
    co_return errno;
  co_return fd;
}
task<int> within_the_branch_of_the_awaited(const char *path) {
  if (raw_open(path) < 0) {
    const int n = co_await receive();
    co_return n < 0 ? errno : 0;
  }
  co_return 0;
}
task<int> of_no_failure(const char *path) {
  const int count = open_any(path);
  co_await step();
  if (count > 3)
    co_return errno;
  co_return count;
}
task<int> kept(const char *path) {
  const int fd = raw_open(path);
  const int error = errno;
  co_await step();
  co_return fd < 0 ? error : 0;
}
