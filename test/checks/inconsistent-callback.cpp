// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s inconsistent-callback %t

#include <asio.hpp>
#include <functional>
#include <inhouse/task.h>
#include <string>
#include <utility>
#include <vector>

using inhouse::task;

task<int> in_this_unit();

class connection {
public:
  void async_read(int id, std::function<void(int)> done);
};
class database {
public:
  void query(int id, std::function<void(int)> done);
  void each(const std::function<void(int)> &visit);
  template <typename F> void scan(F visit);
};
class batch {
  std::vector<std::function<void(int)>> waiting;
  std::function<void(int)> last;

public:
  void add(std::function<void(int)> done) { waiting.push_back(std::move(done)); }
  void replace(std::function<void(int)> done) { last = std::move(done); }
  void finish(std::function<void(int)> done) { done(1); }
};
class timer {
public:
  void async_wait(std::function<void()> done);
};
template <typename F> void post(F f);
int lookup(int id);

// What is reported.

class cache {
  connection peer;
  database store;
  batch pending;
  timer pause;
  bool warm = false;

public:
  void returns_early(int id, std::function<void(int)> done) {
    if (warm) {
      done(lookup(id));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'done' is called here before 'cache::returns_early' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
      return;
    }
    peer.async_read(id, done);
  }
  void in_a_lambda(int id, std::function<void(int)> done) {
    if (warm)
      return done(lookup(id));
      // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'done' is called here before 'cache::in_a_lambda' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
    peer.async_read(id, [this, done = std::move(done)](int found) {
      warm = true;
      done(found);
    });
  }
  void in_both_arms(int id, std::function<void(int)> done) {
    if (!warm)
      peer.async_read(id, std::move(done));
    else
      done(lookup(id));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'done' is called here before 'cache::in_both_arms' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
  }
  template <typename Done> void in_a_template(int id, Done done) {
    if (warm) {
      done(lookup(id));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'done' is called here before 'cache::in_a_template' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
      return;
    }
    peer.async_read(id, done);
  }
  void call() { in_a_template(1, [](int) {}); }
  void guarded(int id, std::function<void(int)> done) {
    if (warm) {
      if (done)
        done(lookup(id));
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'done' is called here before 'cache::guarded' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
      return;
    }
    peer.async_read(id, done);
  }

  void handed_to_an_object(int id, std::function<void(int)> done) {
    if (warm) {
      done(lookup(id));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'done' is called here before 'cache::handed_to_an_object' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
      return;
    }
    store.query(id, std::move(done));
  }
  void kept_for_later(int id, std::function<void(int)> done) {
    if (warm)
      done(lookup(id));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'done' is called here before 'cache::kept_for_later' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
    else if (id == 0)
      pending.add(done);
    else
      pending.replace(std::move(done));
  }

  std::vector<std::function<void(int)>> waiting;
  void queued(int id, std::function<void(int)> done) {
    if (warm)
      done(lookup(id));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'done' is called here before 'cache::queued' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
    else
      waiting.push_back(std::move(done));
  }

  // What is not.

  void visits(int id, std::function<void(int)> visit) {
    if (warm) {
      visit(lookup(id));
      return;
    }
    if (id == 0)
      store.each(visit);
    else
      store.scan(visit);
  }
  void finishes_by_a_helper(int id, std::function<void(int)> done) {
    if (warm) {
      done(lookup(id));
      return;
    }
    pending.finish(std::move(done));
  }
  void nobody_knows(int id, std::function<void(int)> done) {
    if (warm)
      store.query(0, std::move(done));
    else
      store.query(id, std::move(done));
  }

  void always_later(int id, std::function<void(int)> done) {
    if (warm) {
      post([done, id] { done(lookup(id)); });
      return;
    }
    peer.async_read(id, done);
  }
  void always_at_once(int id, std::function<void(int)> done) {
    if (warm) {
      done(lookup(id));
      return;
    }
    done(0);
  }
  // Both happen, in this order.
  void progress(int id, std::function<void(int)> notice) {
    notice(0);
    peer.async_read(id, notice);
  }
  void a_predicate(int id, std::function<bool(int)> wanted) {
    if (warm) {
      if (wanted(lookup(id)))
        warm = false;
      return;
    }
    peer.async_read(id, [wanted](int found) { wanted(found); });
  }
};
