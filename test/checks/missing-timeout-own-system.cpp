// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
//
// The system's calls by their own names, awaited: what takes a bare descriptor.

#include <chrono>
#include <inhouse/task.h>
#include <string>

using inhouse::task;

struct sockaddr;
enum : unsigned { IOSQE_IO_LINK = 4 };

struct completion {
  bool await_ready();
  void await_suspend(std::coroutine_handle<> waiting);
  int await_resume();
};
struct ring {
  completion connect(int fd, const sockaddr *to, unsigned size);
  completion recv(int fd, void *to, unsigned size, int flags, unsigned link = 0);
  completion send(int fd, const void *from, unsigned size, int flags, unsigned link = 0);
  completion recv(int fd, void *to, unsigned size, std::chrono::seconds limit);
  completion send(int channel, int value);
};
completion async_recv(int fd, char *to, unsigned size);
int recv_now(int fd, char *to, unsigned size);

task<int> asks(ring &of, int fd, const sockaddr *to) {
  if (co_await of.connect(fd, to, 16) < 0)
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'connect' on 'fd' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_return -1;
  char answer[64];
  co_await of.send(fd, "?", 1, 0);
  co_return co_await of.recv(fd, answer, 64, 0);
}
task<int> by_function(int fd) {
  char answer[64];
  co_return co_await async_recv(fd, answer, 64);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'async_recv' on 'fd' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// What has one, or no peer.

task<int> limited(ring &of, int fd) {
  char answer[64];
  co_return co_await of.recv(fd, answer, 64, std::chrono::seconds(3));
}
task<int> linked(ring &of, int fd) {
  char answer[64];
  co_return co_await of.recv(fd, answer, 64, 0, IOSQE_IO_LINK);
}
task<int> numbers(ring &of) { co_return co_await of.send(1, 2); }
completion send(int id, const std::string &what);
task<int> somebody(int id) { co_return co_await send(id, "y"); }
task<int> at_once(int fd) {
  char answer[64];
  co_return recv_now(fd, answer, 64);
}
