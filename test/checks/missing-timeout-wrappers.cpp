// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
//
// What a project wraps its operations in: a limit is told by its name and the time it is given, wherever its body is.

#include <chrono>
#include <coroutine>
#include <inhouse/task.h>
#include <span>

using inhouse::task;
using namespace std::chrono_literals;

class tcp_socket {
public:
  task<size_t> read_some(std::span<char> to);
  task<size_t> write_some(std::span<const char> from);
  void close();
};

struct linked_timeout {
  linked_timeout(task<size_t> work, std::chrono::milliseconds limit);
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h);
  size_t await_resume();
};
linked_timeout timed(task<size_t> work, std::chrono::milliseconds limit) { return {std::move(work), limit}; }
task<size_t> logged_after(task<size_t> work, std::chrono::milliseconds slow) { co_return co_await std::move(work); }
void keep_for(size_t count, std::chrono::milliseconds time);

task<size_t> by_a_function(tcp_socket &socket, std::span<char> data) {
  co_return co_await timed(socket.read_some(data), 3s);
}

task<size_t> by_a_class(tcp_socket &socket, std::span<char> data) {
  co_return co_await linked_timeout{socket.read_some(data), 3s};
}

task<size_t> by_nothing(tcp_socket &socket, std::span<char> data) {
  co_return co_await logged_after(socket.read_some(data), 3s);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

task<void> of_the_result(tcp_socket &socket, std::span<char> data) {
  keep_for(co_await socket.read_some(data), 3s);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
