// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s race-without-cancel %t
//
// Timeouts by hand: the work that was handed over and a timer run side by side, and share an event.

#include <chrono>
#include <inhouse/task.h>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

using inhouse::task;

class event {
public:
  task<void> wait();
  void set();
};
struct race_state {
  event done;
  bool timed_out = false;
};

task<void> sleep_for(std::chrono::milliseconds time);
task<void> when_all(std::vector<task<void>> tasks);
void spawn(task<void> work);
void spawn_with(std::stop_token stop, task<void> work);

task<void> run_work(std::shared_ptr<race_state> state, task<void> work) {
  co_await std::move(work);
  state->done.set();
}
task<void> run_timer(std::shared_ptr<race_state> state, std::chrono::milliseconds time) {
  co_await sleep_for(time);
  state->timed_out = true;
  state->done.set();
}

// What is reported.

task<bool> with_timeout(task<void> work, std::chrono::milliseconds time) {
  auto state = std::make_shared<race_state>();
  spawn(run_work(state, std::move(work)));
  spawn(run_timer(state, time));
  co_await state->done.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the time that ends this wait does not end the work, which goes on with its connection and nobody to see its error; stop it as well [async-race-without-cancel]
  co_return !state->timed_out;
}

class detached {
public:
  struct promise_type {
    detached get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  void start();
};
detached make_detached(task<void> work) { co_await std::move(work); }
task<void> run_both(std::shared_ptr<race_state> state, task<void> work, std::chrono::milliseconds time) {
  std::vector<task<void>> both;
  both.push_back(run_work(state, std::move(work)));
  both.push_back(run_timer(state, time));
  co_await when_all(std::move(both));
}
task<bool> with_controller(task<void> work, std::chrono::milliseconds time) {
  auto state = std::make_shared<race_state>();
  auto controller = make_detached(run_both(state, std::move(work), time));
  controller.start();
  co_await state->done.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the time that ends this wait does not end the work, which goes on with its connection and nobody to see its error; stop it as well [async-race-without-cancel]
  co_return !state->timed_out;
}

// What is not: the work is stopped, there is no timer, or the work itself is awaited.

task<bool> stops_it(task<void> work, std::chrono::milliseconds time, std::stop_source source) {
  auto state = std::make_shared<race_state>();
  spawn_with(source.get_token(), run_work(state, std::move(work)));
  spawn(run_timer(state, time));
  co_await state->done.wait();
  source.request_stop();
  co_return !state->timed_out;
}
task<void> in_background(task<void> work) {
  auto state = std::make_shared<race_state>();
  spawn(run_work(state, std::move(work)));
  co_await state->done.wait();
}
task<void> warns_when_slow(task<void> work, std::chrono::milliseconds time) {
  auto state = std::make_shared<race_state>();
  spawn(run_timer(state, time));
  co_await std::move(work);
}
