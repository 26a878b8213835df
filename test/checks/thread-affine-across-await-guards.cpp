// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s thread-affine-across-await %t

#include <cerrno>
#include <inhouse/task.h>
#include <utility>

using inhouse::task;

task<void> step();
task<int> receive();
extern "C" int write_all(int fd);
void handle(int error);
void use(int *slot);

struct Context {
  int user = 0;
};

// What sets a state of the thread and puts the old one back.

thread_local Context settings;
class exchanged {
public:
  explicit exchanged(int user) : before(std::exchange(settings.user, user)) {}
  ~exchanged() { settings.user = before; }

private:
  int before;
};
class assigned {
public:
  explicit assigned(int user) {
    before = settings.user;
    settings.user = user;
  }
  ~assigned() { settings.user = before; }

private:
  int before;
};
class looks {
public:
  looks() : before(settings.user) {}
  ~looks() { use(&before); }

private:
  int before;
};

task<void> exchanges() {
  exchanged guard(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'guard' guards a state of this thread across a suspension, so that other coroutines run in that state, and the end of it comes to whichever thread resumes; end its scope before the await [async-thread-affine-across-await]
  co_await step();
}

task<void> assigns() {
  assigned guard(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'guard' guards a state of this thread across a suspension, so that other coroutines run in that state, and the end of it comes to whichever thread resumes; end its scope before the await [async-thread-affine-across-await]
  co_await step();
}

task<void> only_looks() {
  looks guard;
  co_await step();
}

// The result of a call is kept, and decides whether errno is read.

task<int> for_a_kept_result(int fd) {
  int written = write_all(fd);
  int more = co_await receive();
  if (written < 0)
    handle(errno);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'errno' is read after a suspension that came after the call, so it tells of whatever ran on the thread meanwhile; copy it before the await [async-thread-affine-across-await]
  co_return more;
}

task<int> for_what_was_awaited(int fd) {
  write_all(fd);
  int received = co_await receive();
  if (received < 0)
    handle(errno);
  co_return received;
}
