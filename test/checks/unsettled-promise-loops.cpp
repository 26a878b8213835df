// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unsettled-promise %t

#include <future>
#include <inhouse/task.h>

inhouse::task<void> step();
inhouse::task<void> waits() { co_await step(); }
void log(const char *what);

// A loop that leaves the function when it settles something, and else comes to its end without.

void only_if_it_is_found(std::promise<int> found, const int (&among)[3]) {
// CHECK-NOTES: :[[@LINE-1]]:44: warning: 'found' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
// CHECK-NOTES: :[[@LINE+7]]:1: note: one path ends here without it
  for (int each : among)
    if (each > 3) {
      found.set_value(each);
      return;
    }
  log("none");
}

void also_if_it_is_not_found(std::promise<int> found, const int (&among)[3]) {
  for (int each : among)
    if (each > 3) {
      found.set_value(each);
      return;
    }
  found.set_value(0);
}

void one_for_each(std::promise<int> (&all)[3]) {
  for (auto &each : all)
    each.set_value(1);
  log("done");
}
