// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-queue %t
//
// A semaphore that is awaited itself counts the places that are free.

#include <tmc/all_headers.hpp>
#include <utility>

using tmc::task;

task<void> stage(tmc::chan_tok<int> in, tmc::chan_tok<int> out, tmc::semaphore *room) {
  while (auto next = co_await in.pull()) {
    co_await *room;
    out.post(*next);
  }
}

task<void> stage_without_room(tmc::chan_tok<int> in, tmc::chan_tok<int> to) {
// CHECK-MESSAGES: :[[@LINE-1]]:73: warning: 'to' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  while (auto next = co_await in.pull())
    to.post(*next);
}

task<void> stage_with_something_else(tmc::chan_tok<int> in, tmc::chan_tok<int> to, tmc::mutex &mutex) {
// CHECK-MESSAGES: :[[@LINE-1]]:80: warning: 'to' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  while (auto next = co_await in.pull()) {
    co_await mutex;
    to.post(*next);
  }
}
