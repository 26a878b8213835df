// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s busy-wait,retry-without-backoff,blocking-call,eager-pipeline,await-in-transaction,dangling-capture,stale-read-across-await,missing-timeout %t -- -- -std=c++23
//
// Questions that once had no end, or asked what is not there: each check must come back from them.

#include <inhouse/task.h>
#include <map>
#include <vector>

using inhouse::task;

task<int> step(int id);
task<> pause();

// A condition that is not there.
struct Queue {
  bool empty() const;
  int pop();
};
struct Worker {
  Queue queue;
  task<> run() {
    for (;;) {
      if consteval {
      } else {
        co_await step(1);
      }
      if !consteval {
        co_await step(2);
      }
    }
  }
};
struct Reply {
  int status;
};
struct Client {
  task<Reply> get(const char *);
  void close();
};
task<Reply> asks(Client &client) {
  for (;;) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'get' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    try {
      co_return co_await client.get("x");
    } catch (...) {
      client.close();
    }
    if consteval {
      break;
    }
  }
  co_return Reply{};
}

// Accessors that give what the other one gives.
struct tcp_socket {
  task<int> read_some(char *to, unsigned size);
};
struct Session {
  tcp_socket socket;
  tcp_socket &first() { return second(); }
  tcp_socket &second() { return first(); }
  task<int> read(char *buffer) {
    co_return co_await first().read_some(buffer, 4);
  }
};

// A pointer that is made from itself, and those that are made from the one before, twice.
struct Node {
  int value;
};
Node *look_up(int id, Node **found);
Node *join(Node *first, Node *second);
struct Tree {
  Node &at(int id) {
    Node *node = look_up(id, &node);
    return *node;
  }
  Node &joined() {
    Node *a = look_up(1, nullptr), *b = join(a, a), *c = join(b, b), *d = join(c, c), *e = join(d, d);
    Node *f = join(e, e), *g = join(f, f), *h = join(g, g), *i = join(h, h), *j = join(i, i);
    Node *k = join(j, j), *l = join(k, k), *m = join(l, l), *n = join(m, m), *o = join(n, n);
    Node *p = join(o, o), *q = join(p, p), *r = join(q, q), *s = join(r, r), *t = join(s, s);
    Node *u = join(t, t), *v = join(u, u), *w = join(v, v), *x = join(w, w), *y = join(x, x);
    return *y;
  }
  task<int> run() {
    Node &one = at(1);
    Node &all = joined();
    co_await pause();
    co_return one.value + all.value;
  }
};

// An element without an index.
struct Sequence {
  int *begin();
  int *end();
  int &operator[]();
};
task<> pipe(Sequence numbers) {
  Sequence squares;
  for (int number : numbers)
    squares[] = number;
  for (int square : squares)
    co_await step(square);
}

// A call of nobody knows which method.
struct Store {
  std::map<int, int> items;
  std::map<int, int>::iterator (Store::*getter)(int);
  task<int> run() {
    auto found = (this->*getter)(1);
    co_await pause();
    co_return found->second;
  }
  void clear() { items.clear(); }
};
