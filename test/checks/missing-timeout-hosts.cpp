// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
//
// This machine takes a connection, or refuses it, at once.

#include <asio.hpp>
#include <inhouse/task.h>
#include <span>
#include <string>
#include <string_view>

using asio::use_awaitable;
using asio::ip::tcp;
using inhouse::task;

struct in_address {
  unsigned s_addr;
};
struct inet_address {
  in_address sin_addr;
  static bool resolve(std::string_view host, int port, inet_address &to);
};
extern "C" int inet_pton(int family, const char *from, void *to);
unsigned to_network(unsigned host);

class tcp_socket {
public:
  task<void> connect(const std::string &host);
  task<void> connect(const inet_address &to);
  task<std::size_t> read_some(std::span<char> to);
  task<std::size_t> write_some(std::span<const char> from);
};

task<void> by_name(tcp_socket &socket) { co_await socket.connect("localhost"); }
task<void> by_number(tcp_socket &socket) {
  const std::string host = "127.0.0.1";
  co_await socket.connect(host);
}
asio::awaitable<void> by_endpoint(tcp::socket &socket) {
  co_await socket.async_connect(tcp::endpoint(asio::ip::make_address("::1"), 80), use_awaitable);
}
task<void> by_look_up(tcp_socket &socket) {
  inet_address to;
  if (inet_address::resolve("localhost", 80, to))
    co_await socket.connect(to);
}
task<void> by_text(tcp_socket &socket) {
  inet_address to;
  inet_pton(2, "127.0.0.1", &to.sin_addr);
  co_await socket.connect(to);
}
task<void> by_constant(tcp_socket &socket) {
  inet_address to;
  to.sin_addr.s_addr = to_network(0x7f000001);
  co_await socket.connect(to);
}

asio::awaitable<void> by_resolver(tcp::socket &socket, tcp::resolver &resolver) {
  auto found = co_await resolver.async_resolve("localhost", "80", use_awaitable);
  co_await asio::async_connect(socket, found, use_awaitable);
}

asio::awaitable<void> looks_up_a_number(tcp::resolver &resolver) {
  co_await resolver.async_resolve("10.0.0.1", "80", use_awaitable);
}

// What may be elsewhere.

task<void> far_by_name(tcp_socket &socket) { co_await socket.connect("localhost.example.org"); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
task<void> far_by_number(tcp_socket &socket) { co_await socket.connect("10.0.0.1"); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
asio::awaitable<void> far_by_endpoint(tcp::socket &socket) {
  co_await socket.async_connect(tcp::endpoint(asio::ip::make_address("10.0.0.1"), 80), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES: co_await socket.async_connect(tcp::endpoint(asio::ip::make_address("10.0.0.1"), 80), asio::cancel_after(time_limit, use_awaitable));
}
task<void> far_by_look_up(tcp_socket &socket, std::string_view host) {
  inet_address to;
  if (inet_address::resolve(host, 80, to))
    co_await socket.connect(to);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
task<void> here_or_far(tcp_socket &socket, bool here) {
  inet_address to;
  if (here)
    inet_pton(2, "127.0.0.1", &to.sin_addr);
  else
    inet_pton(2, "10.0.0.1", &to.sin_addr);
  co_await socket.connect(to);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// Variables that calls fill with what the others have: each is asked once.
void mix(int &, int &, int &, int &, int &, int &);
task<void> by_mixed_parts(tcp_socket &socket) {
  int a, b, c, d, e, f;
  mix(a, b, c, d, e, f), mix(b, c, d, e, f, a), mix(c, d, e, f, a, b), mix(d, e, f, a, b, c);
  mix(e, f, a, b, c, d), mix(f, a, b, c, d, e), mix(a, c, e, b, d, f), mix(b, d, f, a, c, e);
  inet_address to;
  to.sin_addr.s_addr = to_network(a);
  co_await socket.connect(to);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
