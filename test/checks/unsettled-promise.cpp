// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unsettled-promise %t

#include <coroutine>
#include <exception>
#include <functional>
#include <future>
#include <inhouse/task.h>
#include <memory>
#include <system_error>
#include <utility>

struct Client {
  void query(int id, std::function<void(std::error_code, int)> done);
  template <typename Callback> void get(int id, Callback done) {}
};
void log(const char *what);
void keep(std::promise<int> promise);

// What is reported.


std::future<int> forgets_the_error(Client &client) {
  auto promise = std::make_shared<std::promise<int>>();
  client.query(1, [promise](std::error_code error, int rows) {
    if (error)
      return;
    promise->set_value(rows);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
    // CHECK-NOTES: :[[@LINE-3]]:7: note: one path ends here without it
  });
  return promise->get_future();
}

std::future<int> forgets_to_return(Client &client) {
  std::promise<int> promise;
  auto answer = promise.get_future();
  client.get(1, [promise = std::move(promise)](std::error_code error, int rows) mutable {
    if (error)
      promise.set_exception(std::make_exception_ptr(std::system_error(error)));
    promise.set_value(rows);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'promise' is settled again on a path that has settled it, which throws or is lost; settle it once on each path [async-unsettled-promise]
    // CHECK-NOTES: :[[@LINE-3]]:7: note: the first time is here
  });
  return answer;
}

void by_value(std::promise<int> promise, bool wanted) {
// CHECK-NOTES: :[[@LINE-1]]:33: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
// CHECK-NOTES: :[[@LINE+3]]:1: note: one path ends here without it
  if (wanted)
    promise.set_value(1);
}

struct bridge {
  Client &client;
  int rows = 0;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    client.query(1, [this, waiting](std::error_code error, int n) {
      if (!error) {
        rows = n;
        waiting.resume();
        // CHECK-NOTES: :[[@LINE-1]]:9: warning: the coroutine behind 'waiting' is resumed on some paths only, and waits for ever on the others; resume it on each [async-unsettled-promise]
        // CHECK-NOTES: :[[@LINE+2]]:5: note: one path ends here without it
      }
    });
  }
  int await_resume() const noexcept { return rows; }
};

// What is not.

std::future<int> on_every_path(Client &client) {
  auto promise = std::make_shared<std::promise<int>>();
  client.query(1, [promise](std::error_code error, int rows) {
    if (error)
      promise->set_exception(std::make_exception_ptr(std::system_error(error)));
    else
      promise->set_value(rows);
  });
  return promise->get_future();
}

void returns_after_the_error(std::promise<int> promise, std::error_code error) {
  if (error) {
    promise.set_exception(std::make_exception_ptr(std::system_error(error)));
    return;
  }
  promise.set_value(1);
}

void asks_the_same_again(std::promise<int> promise, bool failed) {
  if (failed)
    promise.set_exception(std::make_exception_ptr(1));
  log("done");
  if (!failed)
    promise.set_value(1);
}

void hands_it_on(std::promise<int> promise, bool later) {
  if (later)
    return keep(std::move(promise));
  promise.set_value(1);
}

void catches(std::promise<int> promise, std::function<int()> work) {
  try {
    promise.set_value(work());
  } catch (...) {
    promise.set_exception(std::current_exception());
  }
}

// Somebody else has it as well.
std::future<int> two_callbacks(Client &client) {
  auto promise = std::make_shared<std::promise<int>>();
  client.query(1, [promise](std::error_code error, int rows) {
    if (!error)
      promise->set_value(rows);
  });
  client.query(2, [promise](std::error_code, int) { promise->set_value(0); });
  return promise->get_future();
}

void of_the_caller(std::promise<int> &promise, bool wanted) {
  if (wanted)
    promise.set_value(1);
}

inhouse::task<int> fetch(int id);
inhouse::task<void> unrelated() {
  co_await fetch(1);
}

// Libraries' own.

#include <async_simple/Future.h>
#include <concurrencpp/concurrencpp.h>
#include <folly/coro/all.h>
#include <seastar/core/all.hh>

void of_folly(folly::Promise<int> promise, bool wanted) {
// CHECK-NOTES: :[[@LINE-1]]:35: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
// CHECK-NOTES: :[[@LINE+3]]:1: note: one path ends here without it
  if (wanted)
    promise.setValue(1);
}

void of_seastar(seastar::promise<int> promise, bool failed) {
  if (failed)
    promise.set_to_current_exception();
  promise.set_value(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'promise' is settled again on a path that has settled it, which throws or is lost; settle it once on each path [async-unsettled-promise]
  // CHECK-NOTES: :[[@LINE-3]]:5: note: the first time is here
}

void of_async_simple(async_simple::Promise<int> promise, bool wanted) {
// CHECK-NOTES: :[[@LINE-1]]:49: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
// CHECK-NOTES: :[[@LINE+3]]:1: note: one path ends here without it
  if (wanted)
    promise.setValue(1);
}

void of_concurrencpp(concurrencpp::result_promise<int> promise, bool wanted) {
// CHECK-NOTES: :[[@LINE-1]]:56: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
// CHECK-NOTES: :[[@LINE+3]]:1: note: one path ends here without it
  if (wanted)
    promise.set_result(1);
}

void may_fail();

std::future<int> forgets_in_the_handler() {
  std::promise<int> promise;
  // CHECK-NOTES: :[[@LINE-1]]:21: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
  // CHECK-NOTES: :[[@LINE+8]]:3: note: one path ends here without it
  auto answer = promise.get_future();
  try {
    may_fail();
    promise.set_value(1);
  } catch (...) {
    log("failed");
  }
  return answer;
}

void twice_through_a_reference(std::promise<int> &promise) {
  promise.set_value(1);
  promise.set_value(2);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'promise' is settled again on a path that has settled it, which throws or is lost; settle it once on each path [async-unsettled-promise]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: the first time is here
}

int compute();
std::future<int> answers_in_the_handler() {
  std::promise<int> promise;
  auto answer = promise.get_future();
  try {
    promise.set_value(compute());
  } catch (...) {
    promise.set_exception(std::current_exception());
  }
  return answer;
}

void one_way_or_the_other(std::promise<int> &promise, bool wanted) {
  if (wanted)
    promise.set_value(1);
}

struct Job {
  explicit Job(std::promise<int> given) : promise(std::move(given)) {}
  Job(std::promise<int> given, bool ready) : promise(std::move(given)) {
    if (ready)
      promise.set_value(1);
  }
  std::promise<int> promise;
};

// Shared with others, but twice in a row is once too often; and what one callback alone has taken along.

void twice_through_a_shared_one(std::shared_ptr<std::promise<int>> promise, bool failed) {
  if (failed)
    promise->set_exception(std::make_exception_ptr(1));
  promise->set_value(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'promise' is settled again on a path that has settled it, which throws or is lost; settle it once on each path [async-unsettled-promise]
  // CHECK-NOTES: :[[@LINE-3]]:5: note: the first time is here
}

struct Pending {
  std::promise<int> answer;
  int rows = 0;
  void renew();
};

class Session {
public:
  void forgets_to_return(bool failed) {
    if (failed)
      pending.answer.set_exception(std::make_exception_ptr(1));
    pending.answer.set_value(1);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'answer' is settled again on a path that has settled it, which throws or is lost; settle it once on each path [async-unsettled-promise]
    // CHECK-NOTES: :[[@LINE-3]]:7: note: the first time is here
  }
  void answers_each(bool failed) {
    if (failed)
      pending.answer.set_exception(std::make_exception_ptr(1));
    pending.renew();
    pending.answer.set_value(1);
  }
  void starts_anew(bool failed) {
    if (failed)
      pending.answer.set_exception(std::make_exception_ptr(1));
    pending.answer = std::promise<int>();
    pending.answer.set_value(1);
  }
  void one_of_two(bool failed) {
    if (failed)
      first.answer.set_exception(std::make_exception_ptr(1));
    pending.answer.set_value(1);
  }
  inhouse::task<void> answers_in_turn(Client &client) {
    for (;;) {
      co_await fetch(1);
      pending.answer.set_value(1);
    }
  }

private:
  Pending first;
  Pending pending;
};

std::future<int> forgets_the_error_of_a_state(Client &client) {
  auto state = std::make_shared<Pending>();
  state->rows = 1;
  client.query(1, [state](std::error_code error, int rows) {
    if (error)
      return;
    state->answer.set_value(rows);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'answer' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
    // CHECK-NOTES: :[[@LINE-3]]:7: note: one path ends here without it
  });
  return state->answer.get_future();
}

std::future<int> forgets_the_error_of_a_moved_one(Client &client) {
  auto promise = std::make_shared<std::promise<int>>();
  auto answer = promise->get_future();
  client.query(1, [promise = std::move(promise)](std::error_code error, int rows) {
  // CHECK-NOTES: :[[@LINE-1]]:20: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
  // CHECK-NOTES: :[[@LINE+2]]:7: note: one path ends here without it
    if (error)
      return;
    promise->set_value(rows);
  });
  return answer;
}

int forgets_the_error_of_its_own(Client &client) {
  std::promise<int> promise;
  client.query(1, [&promise](std::error_code error, int rows) {
    if (error)
      return;
    promise.set_value(rows);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
    // CHECK-NOTES: :[[@LINE-3]]:7: note: one path ends here without it
  });
  return promise.get_future().get();
}

// It is called for each row.
int waits_for_the_last(std::function<void(std::function<void(int)>)> each) {
  std::promise<int> promise;
  each([&promise](int row) {
    if (row == 9)
      promise.set_value(row);
  });
  return promise.get_future().get();
}

std::future<int> two_with_a_state(Client &client) {
  auto state = std::make_shared<Pending>();
  client.query(1, [state](std::error_code error, int rows) {
    if (!error)
      state->answer.set_value(rows);
  });
  client.query(2, [state](std::error_code, int) { state->answer.set_value(0); });
  return state->answer.get_future();
}

// The last of several resumes it.
struct Countdown {
  int step();
};
struct waits_for_all {
  Client &client;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    auto left = std::make_shared<Countdown>();
    client.query(1, [handle = waiting, left](std::error_code, int) mutable {
      if (left->step() == 0)
        handle.resume();
    });
  }
  void await_resume() const noexcept {}
};

// A local is there from its declaration on.

std::future<int> answers_at_once_or_asks(Client &client, bool known) {
  if (known) {
    std::promise<int> now;
    now.set_value(1);
    return now.get_future();
  }
  auto later = std::make_shared<std::promise<int>>();
  client.query(1, [later](std::error_code, int rows) { later->set_value(rows); });
  return later->get_future();
}
std::future<int> answers_in_one_case(bool known) {
  std::promise<int> promise;
  // CHECK-NOTES: :[[@LINE-1]]:21: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
  if (known)
    promise.set_value(1);
  return promise.get_future();
  // CHECK-NOTES: :[[@LINE-1]]:3: note: one path ends here without it
}

// A callback that is called until there is enough.

std::future<void> when_all_have_answered(Client &client) {
  auto all = std::make_shared<std::promise<void>>();
  auto left = std::make_shared<int>(2);
  client.query(1, [all, left](std::error_code error, int) {
    if (error)
      return;
    if (--*left == 0)
      all->set_value();
  });
  return all->get_future();
}
std::future<void> when_enough_is_there(Client &client, std::vector<int> &rows) {
  auto enough = std::make_shared<std::promise<void>>();
  client.query(1, [&rows, enough](std::error_code, int more) {
    rows.push_back(more);
    if (rows.size() > 2)
      enough->set_value();
  });
  return enough->get_future();
}

// What no handler takes leaves by itself.
void answers_what_it_knows(std::promise<int> promise, std::function<int()> work) {
  try {
    promise.set_value(work());
  } catch (const std::exception &) {
    promise.set_exception(std::current_exception());
  }
}
struct runs_elsewhere {
  std::function<void(std::function<void()>)> post;
  std::function<int()> work;
  int value = 0;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    post([this, waiting] {
      try {
        value = work();
        waiting.resume();
      } catch (const std::exception &) {
        waiting.resume();
      }
    });
  }
  int await_resume() const noexcept { return value; }
};
