// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
//
// One awaiter for several requests to the system: who makes it says which.

#include <coroutine>
#include <inhouse/task.h>
#include <liburing.h>

using inhouse::task;

struct context {
  io_uring_sqe *next_entry();
};
struct request {
  request(context &of, int kind, int fd, void *data, unsigned size);
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) {
    io_uring_sqe *entry = of.next_entry();
    if (kind == 0)
      io_uring_prep_read(entry, fd, data, size, 0);
    else if (kind == 1)
      io_uring_prep_accept(entry, fd, nullptr, nullptr, 0);
    else if (kind == 2)
      io_uring_prep_recv(entry, fd, data, size, 0);
    else
      io_uring_prep_send(entry, fd, data, size, 0);
  }
  int await_resume() const noexcept;
  context &of;
  int kind, fd;
  void *data;
  unsigned size;
};
inline auto async_read(context &of, int fd, void *to, unsigned size) { return request(of, 0, fd, to, size); }
inline auto async_accept(context &of, int fd) { return request(of, 1, fd, nullptr, 0); }
inline auto async_recv(context &of, int fd, void *to, unsigned size) { return request(of, 2, fd, to, size); }
inline auto async_send(context &of, int fd, void *from, unsigned size) { return request(of, 3, fd, from, size); }

task<int> ask(context &of, int peer_fd) {
  char data[64];
  co_await async_send(of, peer_fd, data, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_send' on 'peer_fd' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return co_await async_recv(of, peer_fd, data, 64);
}

// What waits for no peer, or by design.

task<int> read(context &of, int file) {
  char data[64];
  co_return co_await async_read(of, file, data, 64);
}
task<int> accept(context &of, int on) { co_return co_await async_accept(of, on); }
