// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s detached-task %t
//
// What a project detaches itself: it may look at what came of the task, and an actor is its runtime's.

#include <asio.hpp>
#include <exception>
#include <inhouse/task.h>
#include <utility>

using inhouse::task;

struct result {
  bool failed() const;
  const char *reason() const;
};
void log(const char *text);
task<void> work();
task<result> settled(task<void> job);
void resume(task<void> job);

void detach_and_log(task<void> job) {
  resume([](task<void> own) -> task<void> {
    auto outcome = co_await settled(std::move(own));
    if (outcome.failed())
      log(outcome.reason());
  }(std::move(job)));
}
void detach(task<void> job) {
  resume([](task<void> own) -> task<void> { co_await settled(std::move(own)); }(std::move(job)));
}

void starts() {
  detach_and_log(work());
  detach(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: nobody waits for this detached task, so an exception that leaves it is lost or ends the process; catch and report it in the task [async-detached-task]
}

namespace runtime {
class Actor {};
} // namespace runtime

class Counter : public runtime::Actor {
  int count = 0;
  asio::awaitable<void> run() noexcept {
    co_await asio::post(asio::use_awaitable);
    ++count;
  }

public:
  void start(asio::io_context &context) { asio::co_spawn(context, run(), asio::detached); }
};
class Sum {
  int count = 0;
  asio::awaitable<void> run() noexcept {
    co_await asio::post(asio::use_awaitable);
    ++count;
  }

public:
  void start(asio::io_context &context) {
    asio::co_spawn(context, run(), asio::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: nothing here keeps this object of 'Sum' alive for the detached task, which uses it when it is resumed; let the task hold the object [async-detached-task]
  }
};
