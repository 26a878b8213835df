// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
// RUN: %check_cotidy --suffixes=OFF %s missing-timeout %t -- --config="{CheckOptions: {async-missing-timeout.ReportOwnConnections: false}}"
//
// Awaiters of the project's own over requests to the system.

#include <chrono>
#include <coroutine>
#include <inhouse/task.h>
#include <liburing.h>
#include <span>
#include <stop_token>
#include <uv.h>

using inhouse::task;
using namespace std::chrono_literals;

io_uring_sqe *next_entry();
void submit_before(io_uring_sqe *entry, std::chrono::steady_clock::time_point end);

template <typename Operation> struct timed;

template <typename Operation> struct request {
  template <typename Prepare, typename... Args> request(Prepare prepare, Args... args) : entry(next_entry()) {
    prepare(entry, args...);
  }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller);
  int await_resume() const noexcept;
  timed<Operation> set_timeout(std::chrono::milliseconds limit);
  io_uring_sqe *entry;
};

template <typename Operation> struct timed : Operation {
  void await_suspend(std::coroutine_handle<> caller) {
    submit_before(this->entry, end);
    Operation::await_suspend(caller);
  }
  std::chrono::steady_clock::time_point end;
};

struct send_request : request<send_request> {
  send_request(int fd, std::span<const char> from)
      : request(io_uring_prep_send, fd, (const void *)from.data(), from.size(), 0) {}
};
struct receive_request : request<receive_request> {
  receive_request(int fd, std::span<char> to) : request(io_uring_prep_recv, fd, (void *)to.data(), to.size(), 0) {}
};
struct read_request : request<read_request> {
  read_request(int fd, std::span<char> to) : request(io_uring_prep_read, fd, (void *)to.data(), 8u, 0ul) {}
};
struct accept_request : request<accept_request> {
  explicit accept_request(int fd) : request(io_uring_prep_accept, fd, nullptr, nullptr, 0) {}
};

send_request send_some(int fd, std::span<const char> from) { return {fd, from}; }
receive_request receive_some(int fd, std::span<char> to) { return {fd, to}; }

class tcp_stream {
  int fd_;

public:
  receive_request receive(std::span<char> to) { return {fd_, to}; }
  send_request send(std::span<const char> from) { return {fd_, from}; }
};

// What is reported: at the function that gives the awaiter, or where that is made.

task<void> echo(int fd, std::span<char> data) {
  int got = 0;
  while ((got = co_await receive_some(fd, data)) > 0)
    got = co_await send_some(fd, data);
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'send_some' on 'fd' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
task<int> ask(tcp_stream &peer, std::span<char> data) {
  co_await peer.send(data);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'send' on 'peer' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return co_await peer.receive(data);
}
task<int> made_here(int fd, std::span<char> data) {
  co_return co_await receive_request(fd, data);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'receive_request' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// Prepared when it is awaited, or tried first.
struct connecting {
  int fd;
  const sockaddr *to;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) { io_uring_prep_connect(next_entry(), fd, to, 16); }
  int await_resume() const noexcept { return 0; }
};
connecting connect_to(int fd, const sockaddr *to) { return {fd, to}; }
task<void> connects(int fd, const sockaddr *to) { co_await connect_to(fd, to); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'connect_to' on 'fd' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]

extern "C" long recv(int fd, void *to, unsigned long size, int flags);
extern "C" long send(int fd, const void *from, unsigned long size, int flags);
struct readable {
  int fd;
  std::span<char> to;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller);
  long await_resume() const noexcept { return ::recv(fd, to.data(), to.size(), 0); }
};
readable when_readable(int fd, std::span<char> to) { return {fd, to}; }
task<long> by_readiness(int fd, std::span<char> data) { co_return co_await when_readable(fd, data); }
// CHECK-MESSAGES: :[[@LINE-1]]:67: warning: 'when_readable' on 'fd' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]

// Called back.
struct reading {
  uv_stream_t *stream;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) { uv_read_start(stream, nullptr, nullptr); }
  long await_resume() const noexcept { return 0; }
};
reading read_from(uv_stream_t *stream) { return {stream}; }
task<long> by_callback(uv_stream_t *stream) { co_return co_await read_from(stream); }
// CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'read_from' on 'stream' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]

// What has a limit.

task<int> limited(int fd, tcp_stream &peer, std::span<char> data) {
  co_await peer.send(data).set_timeout(3s);
  co_await send_some(fd, data).set_timeout(3s);
  auto answer = peer.receive(data).set_timeout(3s);
  co_return co_await answer;
}
struct linked_send : request<linked_send> {
  linked_send(int fd, std::span<const char> from)
      : request(io_uring_prep_send, fd, (const void *)from.data(), from.size(), 0) {
    io_uring_prep_link_timeout(next_entry(), nullptr, 0);
  }
};
struct timed_reading {
  uv_stream_t *stream;
  uv_timer_t *timer;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) {
    uv_timer_start(timer, nullptr, 1000, 0);
    uv_read_start(stream, nullptr, nullptr);
  }
  long await_resume() const noexcept { return 0; }
};
struct dated_receive : request<dated_receive> {
  dated_receive(int fd, std::span<char> to) : request(io_uring_prep_recv, fd, (void *)to.data(), to.size(), 0) {}
  long deadline = 0;
};
receive_request receive_until(int fd, std::span<char> to, std::stop_token until) { return {fd, to}; }
task<void> by_themselves(int fd, std::span<char> data, uv_stream_t *stream, uv_timer_t *timer, std::stop_token until) {
  co_await linked_send(fd, data);
  co_await timed_reading{stream, timer};
  co_await dated_receive(fd, data);
  co_await receive_until(fd, data, until);
}

// What may be of a file, waits by design, or wakes somebody up.

struct waking {
  int fd;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) { ::send(fd, "", 1, 0); }
  void await_resume() const noexcept {}
};
waking wake_up(int fd) { return {fd}; }
task<void> of_no_peer(int fd, std::span<char> data) {
  co_await read_request(fd, data);
  co_await accept_request(fd);
  co_await wake_up(fd);
}
