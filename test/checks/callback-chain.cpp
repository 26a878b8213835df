// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s callback-chain %t
// RUN: %check_cotidy --suffixes=ONE %s callback-chain %t -- --config="{CheckOptions: {async-callback-chain.MaxSteps: 2}}"

#include <asio.hpp>
#include <functional>
#include <inhouse/task.h>
#include <seastar/core/future.hh>
#include <string>
#include <utility>

using inhouse::task;

seastar::future<int> load(int id);
seastar::future<int> check(int id);

class client {
public:
  void async_connect(std::function<void(int)> done);
  void async_send(int what, std::function<void(int)> done);
  void async_receive(std::function<void(int)> done);
  template <typename F> void each(F done) { done(1); }
};

// What is reported.

seastar::future<int> a_chain(int id) {
  return load(id)
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
  // CHECK-MESSAGES-ONE: :[[@LINE-2]]:10: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
      .then([](int a) { return check(a); })
      .then([](int a) { return check(a + 1); })
      .then([](int a) { return check(a + 2); })
      .then([](int a) { return check(a); });
}

void nested(client &peer) {
  peer.async_connect([&peer](int error) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
  // CHECK-MESSAGES-ONE: :[[@LINE-2]]:3: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
    peer.async_send(1, [&peer](int error) {
      peer.async_receive([&peer](int error) {
        peer.async_send(2, [](int error) {});
      });
    });
  });
}

void by_a_name(client &peer) {
  auto last = [&peer](int error) { peer.async_send(2, [](int error) {}); };
  peer.async_connect([&peer, last](int error) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
  // CHECK-MESSAGES-ONE: :[[@LINE-2]]:3: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
    auto next = [&peer, last](int error) { peer.async_receive(last); };
    peer.async_send(1, std::move(next));
  });
}

// What is not.

seastar::future<int> short_chain(int id) {
  return load(id).then([](int a) { return check(a); }).then([](int a) { return check(a); });
}

seastar::future<int> three(int id) {
  return load(id)
  // CHECK-MESSAGES-ONE: :[[@LINE-1]]:10: warning: 3 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
      .then([](int a) { return check(a); })
      .then([](int a) { return check(a + 1); })
      .then([](int a) { return check(a + 2); });
}

// They end before they return.
void plain_callbacks(client &peer) {
  peer.each([&](int) { peer.each([&](int) { peer.each([&](int) { peer.each([](int) {}); }); }); });
}

void side_by_side(client &peer) {
  peer.async_connect([](int error) {});
  peer.async_send(1, [](int error) {});
  peer.async_send(2, [](int error) {});
  peer.async_receive([](int error) {});
}

task<int> a_coroutine(int id) { co_return id; }

// A client of the project's own: nothing of its names says that it calls back later, but it takes what it is to
// call for its own, and gives nothing back.

class http_client {
public:
  void get(const std::string &url, std::function<void(int, std::string)> done);
  void post(const std::string &url, const std::string &body, std::function<void(int)> done);
  void head(std::function<void(int)> done) { waiting = std::move(done); }
  void set(int key, std::string value, std::function<void(int)> &&done);
  void set_handler(std::function<void(int)> handler);
  int count(std::function<void(int)> visit);
  void each(std::function<void(int)> visit);
  void on_message(std::function<void(int)> handler);
  void scan(const std::function<void(int)> &visit);
  void find(std::function<bool(int)> wanted);
  void try_all(std::function<void()> attempt);

private:
  std::function<void(int)> waiting;
};
void log(const char *what);

void publishes(http_client &http, std::string text) {
  http.get("/token", [&http, text](int code, std::string token) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
  // CHECK-MESSAGES-ONE: :[[@LINE-2]]:3: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
    if (code != 200)
      return log("no token");
    http.post("/drafts", text, [&http, token](int code) {
      if (code != 200)
        return log("no draft");
      http.post("/publish", "", [&http](int code) {
        if (code != 200)
          return log("not published");
        http.head([](int) { log("published"); });
      });
    });
  });
}

void takes_the_callback_over(http_client &http) {
  http.set(1, "a", [&](int) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
  // CHECK-MESSAGES-ONE: :[[@LINE-2]]:3: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
    http.set(2, "b", [&](int) { http.set(3, "c", [&](int) { http.set(4, "d", [](int) {}); }); });
  });
}

void goes_over_elements(http_client &http) {
  http.each([&](int) { http.each([&](int) { http.each([&](int) { http.each([](int) {}); }); }); });
}
void goes_over_what_it_borrows(http_client &http) {
  http.scan([&](int) { http.scan([&](int) { http.scan([&](int) { http.scan([](int) {}); }); }); });
}
int counts(http_client &http) {
  return http.count([&](int) {
    int more = http.count([&](int) { int more = http.count([&](int) { int more = http.count([](int) {}); }); });
  });
}
void asks(http_client &http) {
  http.find([&](int) {
    http.find([&](int) {
      http.find([&](int) {
        http.find([](int) { return true; });
        return true;
      });
      return true;
    });
    return true;
  });
}
void is_told_of_nothing(http_client &http) {
  http.try_all([&] { http.try_all([&] { http.try_all([&] { http.try_all([] {}); }); }); });
}
void is_told_what_to_call(http_client &http) {
  http.set_handler([&](int) {
    http.set_handler([&](int) { http.set_handler([&](int) { http.set_handler([](int) {}); }); });
  });
}
void listens(http_client &http) {
  http.on_message([&](int) {
    http.on_message([&](int) { http.on_message([&](int) { http.on_message([](int) {}); }); });
  });
}

// Continuations of a future that nobody can await, and of what is none.

template <typename T> struct own_future {
  template <typename F> auto then(F next) -> own_future<decltype(next(T()))>;
};
template <typename T> struct parser {
  template <typename F> auto then(F next) -> parser<decltype(next(T()))>;
};
own_future<int> begins();
parser<int> parses();
inline constexpr auto more = [](int n) { return n + 1; };
void continues_its_own() { begins().then(more).then(more).then(more).then(more); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
// CHECK-MESSAGES-ONE: :[[@LINE-2]]:28: warning: 4 steps follow each other through callbacks: each is a hop, and an error that may be lost; write them in a row, in a coroutine that awaits each [async-callback-chain]
void parses_in_steps() { parses().then(more).then(more).then(more).then(more); }
void continues_twice() { begins().then(more).then(more); }
