// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s detached-task %t
// RUN: %check_cotidy --suffixes=SEEN %s detached-task %t -- --config="{CheckOptions: {async-detached-task.ReportUnseenTasks: false, async-detached-task.AllowedTasks: 'reads_forever'}}"

#include <asio.hpp>
#include <async_simple/coro/Lazy.h>
#include <coro/coro.hpp>
#include <inhouse/eager.h>
#include <inhouse/task.h>
#include <memory>
#include <stdexcept>
#include <string>

using asio::awaitable;
using asio::use_awaitable;

void log(const char *what);
awaitable<void> elsewhere(int id);
awaitable<int> count();
void detach(inhouse::task<void> work);
void start(inhouse::task<void> work);
inhouse::task<void> in_house(int id);
coro::task<void> job();

// What is reported.

awaitable<void> reads_forever(asio::ip::tcp::socket socket) {
  char data[64];
  for (;;)
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}

void drops(asio::io_context &io, asio::ip::tcp::socket socket) {
  asio::co_spawn(io, reads_forever(std::move(socket)), asio::detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
  // CHECK-NOTES: :[[@LINE-6]]:5: note: an exception from here leaves the task
  // CHECK-NOTES: :[[@LINE-3]]:3: note: rethrow its errors where the executor runs
  // CHECK-FIXES: {{^}}  asio::co_spawn(io, reads_forever(std::move(socket)), [](std::exception_ptr error, auto &&...) {
  // CHECK-FIXES-NEXT: {{^}}    if (error)
  // CHECK-FIXES-NEXT: {{^}}      std::rethrow_exception(error);
  // CHECK-FIXES-NEXT: {{^}}  });
  asio::co_spawn(io, elsewhere(1), asio::detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: rethrow its errors where the executor runs
  // CHECK-FIXES: {{^}}  asio::co_spawn(io, elsewhere(1), [](std::exception_ptr error, auto &&...) {
  asio::co_spawn(
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
  // CHECK-NOTES: :[[@LINE+7]]:11: note: an exception from here leaves the task
  // CHECK-NOTES: :[[@LINE-3]]:3: note: rethrow its errors where the executor runs
  // CHECK-MESSAGES-SEEN: :[[@LINE-4]]:3: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
  // CHECK-FIXES-SEEN: {{^}}      }, [](std::exception_ptr error, auto &&...) {
      io,
      []() -> awaitable<void> {
        if (co_await count() == 0)
          throw std::runtime_error("none");
      },
      asio::detached);
}

class Server {
public:
  explicit Server(asio::io_context &io) : io(io) {}
  void run() {
    asio::co_spawn(io, accept(), asio::detached);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
    // CHECK-NOTES: :[[@LINE+15]]:7: note: an exception from here leaves the task
    // CHECK-NOTES: :[[@LINE-3]]:24: note: besides, nothing here keeps this object of 'Server' alive for the task
    // CHECK-NOTES: :[[@LINE-4]]:5: note: rethrow its errors where the executor runs
    // CHECK-MESSAGES-SEEN: :[[@LINE-5]]:5: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
    asio::co_spawn(io, [this]() { return accept(); }, asio::detached);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
    // CHECK-NOTES: :[[@LINE+9]]:7: note: an exception from here leaves the task
    // CHECK-NOTES: :[[@LINE-3]]:24: note: besides, nothing here keeps this object of 'Server' alive for the task
    // CHECK-NOTES: :[[@LINE-4]]:5: note: rethrow its errors where the executor runs
    // CHECK-MESSAGES-SEEN: :[[@LINE-5]]:5: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
  }

private:
  awaitable<void> accept() {
    for (;;)
      co_await elsewhere(next++);
  }
  asio::io_context &io;
  int next = 0;
};

async_simple::coro::Lazy<int> lazy_work();

void callback_without_a_look() {
  lazy_work().start([](auto &&) {});
}

void pool(coro::thread_pool &threads) {
  threads.spawn_detached(job());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
}

void by_name() {
  detach(in_house(1));
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: nobody waits for this detached task, so an exception that leaves it is lost or ends the process; catch and report it in the task [async-detached-task]
}

// What is not.

awaitable<void> catches_everything(int id) {
  try {
    co_await elsewhere(id);
  } catch (const std::exception &e) {
    log(e.what());
  }
}

awaitable<void> catches_around_the_loop(asio::ip::tcp::socket socket) try {
  char data[64];
  for (;;)
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
} catch (...) {
  log("closed");
}

awaitable<void> reads_errors_as_values(asio::ip::tcp::socket socket) {
  char data[64];
  for (;;) {
    auto [error, n] = co_await socket.async_read_some(asio::buffer(data), asio::as_tuple(use_awaitable));
    if (error)
      co_return;
  }
}

awaitable<void> only_calls_what_catches() {
  co_await catches_everything(1);
}

awaitable<void> only_pauses(asio::io_context &io) {
  asio::steady_timer timer(io, std::chrono::seconds(1));
  co_await timer.async_wait(use_awaitable);
  log("tick");
}

awaitable<void> promises() noexcept;

void cannot_fail(asio::io_context &io, asio::ip::tcp::socket one, asio::ip::tcp::socket other) {
  asio::co_spawn(io, catches_everything(1), asio::detached);
  asio::co_spawn(io, catches_around_the_loop(std::move(one)), asio::detached);
  asio::co_spawn(io, reads_errors_as_values(std::move(other)), asio::detached);
  asio::co_spawn(io, only_calls_what_catches(), asio::detached);
  asio::co_spawn(io, only_pauses(io), asio::detached);
  asio::co_spawn(io, promises(), asio::detached);
  asio::co_spawn(io, []() { return catches_everything(2); }, asio::detached);
}

void is_told(asio::io_context &io) {
  asio::co_spawn(io, elsewhere(1), [](std::exception_ptr error) {
    if (error)
      std::rethrow_exception(error);
  });
  lazy_work().start([](auto &&result) { log(result.hasError() ? "failed" : "done"); });
}

// Who starts what others made is not the one to handle its errors.
void start_for_somebody(asio::io_context &io, awaitable<void> work) {
  asio::co_spawn(io, std::move(work), asio::detached);
}

// A nursery may well look at them.
void starts() {
  start(in_house(1));
}

awaitable<void> awaits(asio::io_context &io) {
  co_await asio::co_spawn(io, elsewhere(1), use_awaitable);
}

// Of a callback that ignores the error, swallowed-exception speaks.
void looks_away(asio::io_context &io) {
  asio::co_spawn(io, elsewhere(1), [](std::exception_ptr) {});
}

// A task that cannot fail, and uses an object that may be gone.

class Beat {
public:
  explicit Beat(asio::io_context &context) : context(context), timer(context) {}
  void start() {
    asio::co_spawn(context, beat(), asio::detached);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: nothing here keeps this object of 'Beat' alive for the detached task, which uses it when it is resumed; let the task hold the object [async-detached-task]
    // CHECK-NOTES: :[[@LINE+13]]:14: note: used here
    // CHECK-MESSAGES-SEEN: :[[@LINE-3]]:5: warning: nothing here keeps this object of 'Beat' alive for the detached task, which uses it when it is resumed; let the task hold the object [async-detached-task]
    asio::co_spawn(own, beat(), asio::detached);
    asio::co_spawn(context, pause(), asio::detached);
  }
  void run() {
    asio::co_spawn(context, beat(), asio::detached);
    context.run();
  }

private:
  awaitable<void> pause() { co_await asio::post(use_awaitable); }
  awaitable<void> beat() {
    co_await timer.async_wait(asio::as_tuple(use_awaitable));
    ++beats;
  }
  asio::io_context &context;
  asio::io_context own;
  asio::steady_timer timer;
  int beats = 0;
};
class Kept : public std::enable_shared_from_this<Kept> {
public:
  void start(asio::io_context &context) {
    asio::co_spawn(context, [self = shared_from_this()] { return self->beat(); }, asio::detached);
  }

private:
  awaitable<void> beat() {
    co_await asio::post(asio::use_awaitable);
    ++beats;
  }
  int beats = 0;
};

// What helps the tests of a suite is none itself.

#define BOOST_AUTO_TEST_SUITE(name) namespace name {
#define BOOST_AUTO_TEST_SUITE_END() }
BOOST_AUTO_TEST_SUITE(features)
void run_test(asio::io_context &context) {
  asio::co_spawn(context, elsewhere(1), asio::detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: rethrow its errors where the executor runs
}
BOOST_AUTO_TEST_SUITE_END()
