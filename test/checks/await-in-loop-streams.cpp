// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-loop %t
//
// What the rounds of a loop have in common though they are not given it: a file, or what a lambda has captured.

#include <asio.hpp>
#include <fstream>
#include <inhouse/task.h>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

using asio::awaitable;
using asio::ip::tcp;
using inhouse::task;

struct replica {
  task<bool> open(std::string name);
  task<std::string> next();
};
task<std::shared_ptr<replica>> connect(std::string host);
task<std::string> fetch(std::string url);
task<std::string> sign(std::string text);
void log(const std::string &text);
void append(std::ofstream &to, const std::string &text);

// What is not reported: a round reads or writes piece after piece.

task<void> downloads(std::vector<std::string> hosts, std::string name) {
  std::ofstream out(name);
  for (auto &host : hosts) {
    auto from = co_await connect(host);
    if (!co_await from->open(name))
      continue;
    while (true) {
      std::string piece = co_await from->next();
      if (piece.empty())
        break;
      out.write(piece.data(), piece.size());
    }
  }
}
task<void> by_a_helper(std::vector<std::string> urls, std::ofstream &out) {
  for (auto &url : urls) {
    std::string text = co_await fetch(url);
    append(out, text);
    append(out, co_await sign(text));
  }
}

awaitable<std::string> ask(tcp::socket &socket, std::string name) {
  co_await asio::async_write(socket, asio::buffer(name), asio::use_awaitable);
  co_return name;
}
awaitable<void> by_a_lambda(tcp::socket &socket, std::vector<std::string> names, std::vector<std::string> &to) {
  auto get = [&](std::string name) -> awaitable<std::string> {
    co_await asio::async_write(socket, asio::buffer(name), asio::use_awaitable);
    char answer[80];
    std::size_t size = co_await socket.async_read_some(asio::buffer(answer), asio::use_awaitable);
    co_return std::string(answer, size);
  };
  for (auto &name : names)
    to.push_back(co_await get(name));
}
struct session {
  tcp::socket socket;
};
struct request {
  std::shared_ptr<session> current;
};
struct context {
  request here;
};
awaitable<void> behind_members(context &within, std::vector<std::string> names, std::vector<std::string> &to) {
  auto get = [&](std::string name) -> awaitable<std::string> {
    co_return co_await ask(within.here.current->socket, name);
  };
  for (auto &name : names)
    to.push_back(co_await get(name));
}

// What is.

task<void> written_when_all_is_there(std::vector<std::string> urls, std::ofstream &out) {
  for (auto &url : urls) {
    std::string text = co_await fetch(url);
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    out.write(text.data(), text.size());
  }
}
task<void> a_file_for_each(std::vector<std::string> hosts, std::string name) {
  for (auto &host : hosts) {
    std::ofstream out(host);
    auto from = co_await connect(host);
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the awaits of 'connect' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    if (!co_await from->open(name))
      continue;
    while (true) {
      std::string piece = co_await from->next();
      if (piece.empty())
        break;
      out.write(piece.data(), piece.size());
    }
  }
}
task<void> says_how_it_goes(std::vector<std::string> urls, std::vector<std::string> &to) {
  for (auto &url : urls) {
    std::string text = co_await fetch(url);
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    log(text);
    std::cout << text;
    to.push_back(co_await sign(text));
  }
}
task<void> logs_to_a_file(std::vector<std::string> urls, std::vector<std::string> &to, std::ofstream &access_log) {
  for (auto &url : urls) {
    std::string text = co_await fetch(url);
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    access_log.write(text.data(), text.size());
    to.push_back(co_await sign(text));
  }
}
task<void> by_a_lambda_of_its_own(std::vector<std::string> urls, std::vector<std::string> &to) {
  auto get = [](std::string url) -> task<std::string> { co_return co_await fetch(url); };
  for (auto &url : urls)
    to.push_back(co_await get(url));
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the awaits of 'get' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

// A pointer that is kept is nothing that is changed.

struct peer {
  task<int> send_request(std::shared_ptr<std::string> what);
};
std::vector<std::shared_ptr<peer>> peers();
task<std::vector<std::shared_ptr<peer>>> who_answers(std::shared_ptr<std::string> what) {
  std::vector<std::shared_ptr<peer>> found;
  for (auto other : peers()) {
    int answer = co_await other->send_request(what);
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the awaits of 'send_request' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    if (answer != 0)
      continue;
    found.push_back(other);
  }
  co_return found;
}

// What the operations are given to work with is no data that goes from one to the next: by a pointer that shares
// it, or by a reference though only its name is known.

class pool_of_sessions;
struct directory {
  task<std::string> name(int id);
};
task<std::string> name_in(std::shared_ptr<directory> in, int id);
task<std::string> name_by(pool_of_sessions &by, int id);
task<bool> renew(pool_of_sessions &by, int id);
task<void> by_a_shared_pointer(std::shared_ptr<directory> in, std::vector<int> ids, std::vector<std::string> &to) {
  for (int id : ids)
    to.push_back(co_await name_in(in, id));
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the awaits of 'name_in' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}
task<void> by_a_name(pool_of_sessions &by, std::vector<int> ids, std::vector<std::string> &to) {
  for (int id : ids)
    to.push_back(co_await name_by(by, id));
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the awaits of 'name_by' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}
task<bool> all_renewed(pool_of_sessions &by, std::vector<int> ids) {
  bool all = true;
  for (int id : ids)
    all = co_await renew(by, id) && all;
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the awaits of 'renew' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return all;
}
task<int> add_to(std::shared_ptr<std::string> text, int id);
task<int> data_that_grows(std::shared_ptr<std::string> text, std::vector<int> ids) {
  int size = 0;
  for (int id : ids)
    size += co_await add_to(text, id);
  co_return size;
}

// What one end of a channel puts in, the other takes out in that order.

template <typename T> class channel {
public:
  task<bool> send(T value);
  task<T> recv();
};
class mail_client {
public:
  task<bool> send(int message);
};
task<int> in_order(channel<int> &to, std::vector<int> values) {
  int sent = 0;
  for (int value : values)
    sent += co_await to.send(value);
  co_return sent;
}
task<int> each_by_itself(mail_client &by, std::vector<int> messages) {
  int sent = 0;
  for (int message : messages)
    sent += co_await by.send(message);
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the awaits of 'send' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return sent;
}
