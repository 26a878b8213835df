// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t

// Descriptors that never make their thread wait: what is awaited before is that they are ready, or somebody has made
// them non-blocking, by whatever helper.

#include <coroutine>
#include <inhouse/task.h>

using inhouse::task;

extern "C" {
int accept(int descriptor, void *address, unsigned *size);
int connect(int descriptor, const void *address, unsigned size);
int ioctl(int descriptor, unsigned long request, ...);
int fcntl(int descriptor, int command, ...);
long recv(int descriptor, void *data, unsigned long size, int flags);
}
#define O_NONBLOCK 2048
#define F_SETFL 4
#define FIONBIO 0x5421
constexpr int connect_in_progress = 115;
int last_error();
task<void> handle(int descriptor);

struct wait_result {
  bool error;
};
struct file_awaiter {
  file_awaiter(int descriptor, bool reads, bool writes);
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<> waiting);
  wait_result await_resume() const;
};
using wait_for_file = file_awaiter;
struct io_event {
  int descriptor;
  unsigned events;
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<> waiting);
  void await_resume() const;
};
task<void> input_on(int descriptor, int priority);
task<long> send_all(int descriptor, const char *data, unsigned long size);

class Socket {
public:
  int descriptor;
  bool set_blocking(bool blocking);
  void configure();
};
void Socket::configure() {
  int flags = fcntl(descriptor, 3);
  flags |= O_NONBLOCK;
  fcntl(descriptor, F_SETFL, flags);
}
void tune(int descriptor) {
  int yes = 1;
  ioctl(descriptor, FIONBIO, &yes);
}

class Server {
  Socket socket;

public:
  task<void> accepts_when_ready() {
    for (;;) {
      if ((co_await wait_for_file(socket.descriptor, true, false)).error)
        co_return;
      co_await handle(accept(socket.descriptor, nullptr, nullptr));
    }
  }
};

task<void> by_an_awaiter(int listener) {
  co_await io_event{listener, 1};
  co_await handle(accept(listener, nullptr, nullptr));
}
task<void> by_a_function(int listener) {
  co_await input_on(listener, 3);
  co_await handle(accept(listener, nullptr, nullptr));
}

task<void> waits_for_another(int listener, int other) {
  co_await input_on(other, 3);
  co_await handle(accept(listener, nullptr, nullptr));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'accept' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await the asynchronous operation [async-blocking-call]
}
// What is sent says nothing of what comes.
task<void> sends_before(int descriptor, char *data) {
  co_await send_all(descriptor, data, 8);
  recv(descriptor, data, 8, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'recv' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await the asynchronous operation [async-blocking-call]
}
task<void> waits_too_late(int listener) {
  co_await handle(accept(listener, nullptr, nullptr));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'accept' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await the asynchronous operation [async-blocking-call]
  co_await input_on(listener, 3);
}

task<void> made_so_by_name(Socket &socket, const void *address) {
  socket.set_blocking(false);
  connect(socket.descriptor, address, 16);
  co_await handle(socket.descriptor);
}
task<void> made_blocking(Socket &socket, const void *address) {
  socket.set_blocking(true);
  connect(socket.descriptor, address, 16);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await the asynchronous operation [async-blocking-call]
  co_await handle(socket.descriptor);
}
task<void> made_so_by_a_body(Socket &socket, const void *address) {
  socket.configure();
  connect(socket.descriptor, address, 16);
  co_await handle(socket.descriptor);
}
task<void> made_so_by_a_function(int descriptor, const void *address) {
  tune(descriptor);
  connect(descriptor, address, 16);
  co_await handle(descriptor);
}
task<void> made_so_here(int descriptor, const void *address) {
  int yes = 1;
  ioctl(descriptor, FIONBIO, &yes);
  connect(descriptor, address, 16);
  co_await handle(descriptor);
}

task<bool> expects_to_be_told_later(int descriptor, const void *address) {
  if (connect(descriptor, address, 16) != 0 && last_error() != connect_in_progress)
    co_return false;
  co_await handle(descriptor);
  co_return true;
}

// Told of the descriptor, and of nothing else that is written.
struct io_request {
  bool await_ready();
  void await_suspend(std::coroutine_handle<> waiting);
  void await_resume();
  int queue, descriptor;
  unsigned what;
  std::coroutine_handle<> waiting;
};
task<void> reads_when_there_is_something(int queue, int descriptor, char *data) {
  co_await io_request{queue, descriptor, 1};
  recv(descriptor, data, 8, 0);
}
