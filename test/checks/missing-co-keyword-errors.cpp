// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy --allow-errors %s missing-co-keyword %t
//
// The tree has nothing of a statement with an error: that it held the only co_await is seen in the text.

#include <inhouse/task.h>

using inhouse::task;

struct server {
  bool running = true;
};
task<void> serve(server &on) {
  while (on.running) {
    co_await missing::accept([&] { on.running = false; });
    // CHECK-MESSAGES: :[[@LINE-1]]:14: error: use of undeclared identifier 'missing' [clang-diagnostic-error]
  }
}
task<void> in_a_lambda_only(server &on) {
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'in_a_lambda_only' is no coroutine, for it has none of co_await, co_yield and co_return, so its body runs at the call and it returns no task at all, which is undefined; end it with co_return [async-missing-co-keyword]
  auto inner = [&]() -> task<void> { co_return; };
  on.running = false;
}
