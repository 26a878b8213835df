// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
// RUN: %check_cotidy --suffixes=OFF %s missing-timeout %t -- --config="{CheckOptions: {async-missing-timeout.ReportOwnConnections: false}}"
//
// Connections of the project's own.

#include <chrono>
#include <inhouse/task.h>
#include <span>
#include <stop_token>
#include <string>

using inhouse::task;
using namespace std::chrono_literals;

class tcp_socket {
public:
  task<void> connect(const std::string &host);
  task<size_t> read_some(std::span<char> to);
  task<size_t> write_some(std::span<const char> from);
  task<size_t> read_some(std::span<char> to, std::stop_token until);
  void close();
};
class Transport {
public:
  task<size_t> recv(char *to, size_t size);
  task<size_t> send(const char *from, size_t size);

private:
  int fd_;
};
template <typename T> task<T> within(task<T> work, std::chrono::seconds limit);

// What is reported.

task<size_t> exchange(tcp_socket &socket, std::span<char> data) {
  co_await socket.write_some(data);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'write_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return co_await socket.read_some(data);
}
task<size_t> ask(Transport &peer, char *to) { co_return co_await peer.recv(to, 10); }
// CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'recv' on 'peer' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
task<void> echo(tcp_socket &socket, std::span<char> data) {
  while (co_await socket.read_some(data) != 0)
    co_await socket.write_some(data);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'write_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

task<void> open(tcp_socket &socket) { co_await socket.connect("example.org"); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
task<void> all(tcp_socket &socket, std::span<char> data) {
  for (size_t got = 0; got < data.size();)
    got += co_await socket.read_some(data);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// One side of a socket.
class socket_writer {
public:
  task<void> write_all(std::span<const char> from);

private:
  tcp_socket &socket;
};
class socket_name_reader {
public:
  task<std::string> read();
};
task<void> put(socket_writer &writer, std::span<char> data) { co_await writer.write_all(data); }
// CHECK-MESSAGES: :[[@LINE-1]]:63: warning: 'write_all' on 'writer' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]

class Client {
  tcp_socket socket;

public:
  task<size_t> in_time(std::span<char> data) { co_return co_await within(socket.read_some(data), 5s); }
  task<size_t> exchange(std::span<char> data) { co_return co_await socket.read_some(data); }
  // CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
};

// What has a limit, or may have one.

class timed_socket {
public:
  task<size_t> read_some(std::span<char> to);
  task<size_t> write_some(std::span<const char> from);
  void close();
  void set_timeout(std::chrono::seconds limit);
};
task<size_t> with_a_limit_of_its_own(timed_socket &socket, std::span<char> data) {
  co_await socket.write_some(data);
  co_return co_await socket.read_some(data);
}
class deadline_socket {
  int deadline = 0;

public:
  task<size_t> read_some(std::span<char> to);
  task<size_t> write_some(std::span<const char> from);
  void close();
};
class expiring_socket {
public:
  task<size_t> read_some(std::span<char> to);
  task<size_t> write_some(std::span<const char> from);
  void close();
  void expires_after(int milliseconds);
};
class numbered_socket {
public:
  task<size_t> read_some(std::span<char> to);
  task<size_t> write_some(std::span<const char> from);
  void close();
  void configure(int timeout);
};
task<size_t> by_a_field(deadline_socket &socket, std::span<char> data) {
  co_return co_await socket.read_some(data);
}
task<size_t> by_a_method(expiring_socket &socket, std::span<char> data) {
  co_return co_await socket.read_some(data);
}
task<size_t> by_a_parameter(numbered_socket &socket, std::span<char> data) {
  co_return co_await socket.read_some(data);
}
task<size_t> until_stopped(tcp_socket &socket, std::span<char> data, std::stop_token until) {
  co_return co_await socket.read_some(data, until);
}
task<void> idle(tcp_socket &socket, std::span<char> data) {
  while (co_await socket.read_some(data) != 0)
    ;
}

// What has no peer.

class file_stream {
public:
  task<size_t> read(std::span<char> to);
  task<size_t> write(std::span<const char> from);
  void close();
};
template <typename T> class channel {
public:
  task<T> receive();
  task<void> send(T value);
  void close();
};
template <typename T> class event_stream {
public:
  task<T> read();
  task<void> write(T value);
  void close();
};
template <typename T> class reader_stream {
public:
  task<T> read();
  void close();
};
template <typename T> class pipe {
public:
  task<T> read();
  task<void> write(T value);
  void close();
};
task<int> without_a_peer(file_stream &file, std::span<char> data, channel<int> &numbers, event_stream<int> &events,
                         reader_stream<int> &values, pipe<int> &between, socket_name_reader &names) {
  co_await between.write(co_await between.read());
  co_await names.read();
  co_await file.write(data);
  co_await file.read(data);
  co_await numbers.send(1);
  co_await events.write(1);
  co_return co_await numbers.receive() + co_await events.read() + co_await values.read();
}

// Both halves of an interface: who calls the outer one is asked, and so is one that calls something else.

class Stream {
public:
  virtual task<size_t> receive(std::span<char> to) = 0;
  virtual task<size_t> send(std::span<const char> from) = 0;
  virtual void close() = 0;
};
class Counted : public Stream {
  Stream &inner;
  size_t sent = 0;

public:
  task<size_t> send(std::span<const char> from) override {
    sent += co_await inner.send(from);
    co_return sent;
  }
  task<size_t> receive(std::span<char> to) override {
    co_await inner.send("ready");
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'send' on 'inner' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    co_return co_await inner.receive(to);
  }
};
task<size_t> greets(Stream &peer) { co_return co_await peer.send("hello"); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'send' on 'peer' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]

#define WITH(name, peer) if (auto *_s1 = (peer); auto name = _s1)
task<size_t> in_a_macro(tcp_socket *socket, std::span<char> data) {
  WITH(used, socket) {
    co_return co_await used->read_some(data);
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'read_some' on 'used' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
  co_return 0;
}
#define WITH_SOCKET(peer) if (auto *_s1 = (peer))
#define SOCKET (*_s1)
task<size_t> by_a_macro(tcp_socket *socket, std::span<char> data) {
  WITH_SOCKET(socket) { co_return co_await SOCKET.read_some(data); }
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'read_some' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return 0;
}

// A limit is not always one of time.

class line_socket {
public:
  task<size_t> read_some(std::span<char> to);
  task<size_t> write_some(std::span<const char> from);
  task<size_t> read_line(std::span<char> to, int limit);
  void close();
};
task<size_t> of_bytes(line_socket &socket, std::span<char> data) {
  co_return co_await socket.read_line(data, 8192);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'read_line' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
class patient_socket {
public:
  task<size_t> read_some(std::span<char> to);
  task<size_t> write_some(std::span<const char> from);
  task<size_t> read_line(std::span<char> to, int time_limit);
  void close();
};
task<size_t> of_time(patient_socket &socket, std::span<char> data) {
  co_return co_await socket.read_line(data, 8192);
}
