// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s connection-per-call %t

#include <asio.hpp>
#include <asio/ssl.hpp>
#include <inhouse/task.h>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

using inhouse::task;

struct http_client {
  explicit http_client(int port = 80);
  task<void> connect(const std::string &host);
  task<int> get(const std::string &path);
};
struct settings_client {
  task<int> get(const std::string &path);
};
struct file_session {
  task<void> connect_to(int id);
  task<int> get(int id);
};
struct shared_client {
  static std::shared_ptr<shared_client> create_client(const std::string &host);
  static std::shared_ptr<shared_client> find(const std::string &host);
  task<void> connect();
  task<int> get(const std::string &path);
};
struct request {
  explicit request(http_client &client);
  task<int> send();
};
struct owning_request {
  explicit owning_request(http_client &&client);
  task<int> send();
};
task<int> use(http_client &client);
void keep(std::shared_ptr<http_client> client);

// What is reported.

task<int> in_each_call(std::string host) {
  http_client client(443);
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'client' is a new 'http_client' in each call of 'in_each_call', to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
  co_await client.connect(host);
  co_return co_await client.get("/");
}

task<int> on_the_heap(std::string host) {
  auto client = std::make_shared<http_client>(443);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'client' is a new 'http_client' in each call of 'on_the_heap', to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
  co_await client->connect(host);
  co_return co_await use(*client);
}

task<int> in_each_iteration(std::vector<std::string> paths) {
  int sum = 0;
  for (const std::string &path : paths) {
    http_client client;
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'client' is a new 'http_client' in each iteration, to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
    co_await client.connect("example.org");
    sum += co_await client.get(path);
  }
  co_return sum;
}

asio::awaitable<void> a_context(asio::ip::tcp::socket &socket) {
  asio::ssl::context context{asio::ssl::context::tls_client};
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'context' is a new 'context' in each call of 'a_context', to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
  asio::ssl::stream<asio::ip::tcp::socket &> stream(socket, context);
  co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
}

// Through what a call gives back of the stream.
asio::ip::tcp::socket &lowest(asio::ssl::stream<asio::ip::tcp::socket &> &of);
asio::awaitable<void> a_context_of_a_layer(asio::ip::tcp::socket &socket) {
  asio::ssl::context context{asio::ssl::context::tls_client};
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'context' is a new 'context' in each call of 'a_context_of_a_layer', to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
  asio::ssl::stream<asio::ip::tcp::socket &> stream(socket, context);
  lowest(stream).cancel();
  co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
}

template <typename T> task<T> in_a_template(T) {
  http_client client;
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'client' is a new 'http_client' in each call of 'in_a_template', to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
  co_await client.connect("example.org");
  co_return co_await client.get("/");
}
template task<int> in_a_template(int);

class service {
  std::shared_ptr<http_client> client;
  http_client own;

public:
  task<int> method(std::string host) {
    http_client fresh;
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'fresh' is a new 'http_client' in each call of 'service::method', to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
    co_await fresh.connect(host);
    co_return co_await fresh.get("/");
  }
  task<int> shared() { co_return co_await own.get("/"); }
  task<void> kept(std::string host) {
    auto made = std::make_shared<http_client>(443);
    co_await made->connect(host);
    client = made;
  }
};

task<int> by_a_maker(std::string host) {
  auto client = shared_client::create_client(host);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'client' is a new 'shared_client' in each call of 'by_a_maker', to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
  co_await client->connect();
  co_return co_await client->get("/");
}

task<int> with_a_request(std::string host) {
  http_client client;
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'client' is a new 'http_client' in each call of 'with_a_request', to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
  co_await client.connect(host);
  request made(client);
  co_return co_await made.send();
}

task<int> in_one_round(std::string host) {
  do {
    http_client client;
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'client' is a new 'http_client' in each call of 'in_one_round', to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
    co_await client.connect(host);
    co_return co_await client.get("/");
  } while (false);
  co_return 0;
}

// What is not.

task<int> found(std::string host) {
  auto client = shared_client::find(host);
  co_await client->connect();
  co_return co_await client->get("/");
}

task<owning_request> taken_over(std::string host) {
  http_client client;
  co_await client.connect(host);
  owning_request made(std::move(client));
  co_return made;
}

task<std::shared_ptr<http_client>> made_for_others(std::string host) {
  auto client = std::make_shared<http_client>(443);
  co_await client->connect(host);
  co_return client;
}

task<void> kept_elsewhere(std::string host) {
  auto client = std::make_shared<http_client>(443);
  co_await client->connect(host);
  keep(client);
}

task<int> given(http_client &client) { co_return co_await client.get("/"); }

task<int> no_connection() {
  settings_client client;
  co_return co_await client.get("/");
}

task<int> many_uses(std::vector<std::string> paths) {
  http_client client;
  co_await client.connect("example.org");
  int sum = 0;
  for (const std::string &path : paths)
    sum += co_await client.get(path);
  co_return sum;
}

task<int> a_peer_each(std::vector<std::string> hosts) {
  int sum = 0;
  for (const std::string &host : hosts) {
    http_client client;
    co_await client.connect(host);
    sum += co_await client.get("/");
  }
  co_return sum;
}

task<void> reconnects() {
  for (;;) {
    http_client client;
    co_await client.connect("example.org");
    while (co_await client.get("/"))
      ;
  }
}

task<int> run_program() {
  http_client client;
  co_await client.connect("example.org");
  co_return co_await client.get("/");
}

task<int> program(std::string host) {
  http_client client;
  co_await client.connect(host);
  co_return co_await client.get("/");
}
int main() { return inhouse::sync_wait(program("example.org")); }

// A socket for each piece of work is common; one for each round to the same peer is not.
asio::awaitable<void> reconnects(asio::ip::tcp::endpoint peer, std::vector<std::string> lines) {
  for (const std::string &line : lines) {
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'socket' is a new 'basic_stream_socket<asio::ip::tcp>' in each iteration, to be set up, used and thrown away: each pays for that again, a connection with 2 to 3 round trips; share one, or take it from a pool [async-connection-per-call]
    co_await socket.async_connect(peer, asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(line), asio::use_awaitable);
  }
}
asio::awaitable<void> connects_to_each(std::vector<asio::ip::tcp::endpoint> peers, std::string line) {
  for (const auto &peer : peers) {
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(peer, asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(line), asio::use_awaitable);
  }
}
asio::awaitable<void> connects_once(asio::ip::tcp::endpoint peer, std::string line) {
  asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(peer, asio::use_awaitable);
  co_await asio::async_write(socket, asio::buffer(line), asio::use_awaitable);
}
asio::awaitable<bool> tries_to_connect(asio::ip::tcp::endpoint peer) {
  for (int attempt = 0; attempt < 3; ++attempt) {
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    try {
      co_await socket.async_connect(peer, asio::use_awaitable);
      co_return true;
    } catch (const std::system_error &) {
    }
  }
  co_return false;
}
