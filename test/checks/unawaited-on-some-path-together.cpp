// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Of one lost task one check speaks: discarded-awaitable, where both could.
//
// RUN: %check_cotidy %s discarded-awaitable,unawaited-on-some-path,misused-awaitable,detached-task %t

#include <asio.hpp>
#include <inhouse/task.h>
#include <optional>
#include <utility>
#include <vector>

using inhouse::task;

task<int> fetch(int id);
bool stopped();
void enqueue(task<int> work);
void detach(task<int> work);

task<int> of_a_variable(int id) {
  auto pending = fetch(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'pending' is awaited on some paths only, so on the others its work never runs; await it on each [async-discarded-awaitable]
  if (id < 0)
    co_return 0;
  co_return co_await pending;
}

void of_a_parameter(task<int> work) {
// CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'work' is awaited on some paths only, so on the others its work never runs; await it on each [async-unawaited-on-some-path]
  if (!stopped())
    enqueue(std::move(work));
}

task<int> never(std::vector<int> ids) {
  std::vector<task<int>> pending;
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: nothing in 'pending' is ever awaited; for each, its work never runs; await them [async-discarded-awaitable]
  for (int id : ids)
    pending.push_back(fetch(id));
  co_return 0;
}

void detached() {
  detach(fetch(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: nobody waits for this detached task, so an exception that leaves it is lost or ends the process; catch and report it in the task [async-detached-task]
}

asio::awaitable<void> work();
asio::awaitable<void> moved_away(asio::io_context &io) {
  auto first = work();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'first' is never awaited, so its work never runs; await it [async-discarded-awaitable]
  std::move(first);
  asio::co_spawn(io, work(), asio::detached);
  // CHECK-FIXES: {{^}}  asio::co_spawn(io, work(), [](std::exception_ptr error, auto &&...) {
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: an exception that leaves this detached task is dropped, so nobody learns that its work was not done; catch and report it in the task, or start it with a handler [async-detached-task]
  co_await work();
}
