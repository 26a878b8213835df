// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s inconsistent-callback %t

#include <asio.hpp>
#include <functional>
#include <inhouse/fire_and_forget.h>
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

// The later path is a coroutine that is started with the callback.

using Done = std::function<void(int)>;
task<int> fetch(int id);
void spawn(task<void> work);
void log(int id);

void to_a_coroutine_lambda(int id, Done done) {
  if (id == 0) {
    done(lookup(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'done' is called here before 'to_a_coroutine_lambda' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
    return;
  }
  spawn([](int id, Done done) -> task<void> { done(co_await fetch(id)); }(id, std::move(done)));
}
task<void> fetch_then(int id, Done done) {
  int found = co_await fetch(id);
  done(found);
}
void to_a_coroutine(int id, Done done) {
  if (id == 0) {
    done(lookup(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'done' is called here before 'to_a_coroutine' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
    return;
  }
  spawn(fetch_then(id, done));
}
inhouse::fire_and_forget fetch_alone(int id, Done done) {
  if (id < 0)
    co_return;
  done(co_await fetch(id));
}
void to_one_that_starts_itself(int id, Done done) {
  if (id == 0)
    done(lookup(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'done' is called here before 'to_one_that_starts_itself' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
  else
    fetch_alone(id, done);
}
asio::awaitable<int> fetch_by_asio(int id);
void captured_by_what_is_started(asio::any_io_executor executor, int id, Done done) {
  if (id == 0)
    return done(lookup(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'done' is called here before 'captured_by_what_is_started' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
  asio::co_spawn(
      executor,
      [id, done = std::move(done)]() -> asio::awaitable<void> { done(co_await fetch_by_asio(id)); },
      asio::detached);
}

// It calls before it awaits, its caller waits for it, or it has another use for the callback.

inhouse::fire_and_forget tells_at_once(int id, Done done) {
  done(id);
  log(co_await fetch(id));
}
void to_one_that_calls_at_once(int id, Done done) {
  if (id == 0)
    done(lookup(id));
  else
    tells_at_once(id, done);
}
void waits_for_the_coroutine(int id, Done done) {
  if (id == 0)
    done(lookup(id));
  else
    inhouse::sync_wait(fetch_then(id, done));
}
task<void> only_asks(int id, Done done) {
  int found = co_await fetch(id);
  if (done)
    log(found);
}
void to_one_that_only_asks(int id, Done done) {
  if (id == 0)
    done(lookup(id));
  else
    spawn(only_asks(id, done));
}

// What is given is the work to run, and no notice that some is done.

class event_loop {
public:
  void run_in_loop(std::function<void()> work) {
    if (in_loop_thread())
      work();
    else
      post(std::move(work));
  }
  void run_query(int id, Done done) {
    if (id == 0)
      done(lookup(id));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'done' is called here before 'event_loop::run_query' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
    else
      waiting.async_read(id, std::move(done));
  }

private:
  bool in_loop_thread() const;
  connection waiting;
};
