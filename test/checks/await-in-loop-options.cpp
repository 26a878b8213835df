// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-loop %t -- \
// RUN:   --config="{CheckOptions: {async-await-in-loop.Confidence: low, async-await-in-loop.ExplainQuiet: true}}"

#include <inhouse/task.h>
#include <vector>

using inhouse::task;

struct Api {
  task<void> save(int id);
  task<bool> exists(int id);
};

// Effects on one object, whose order may matter.
task<void> save_all(Api &api, std::vector<int> ids) {
  for (int id : ids)
    co_await api.save(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'save' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

task<int> search(Api &api, std::vector<int> ids) {
  for (int id : ids)
    if (co_await api.exists(id))
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: kept sequential: what was awaited may end the loop here [async-await-in-loop]
      co_return id;
  co_return 0;
}

// A scope, as macros write it.
task<void> in_a_scope(Api &api, std::vector<int> ids) {
  for (bool done = false; !done; done = true)
    co_await api.save(ids[0]);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: kept sequential: the loop runs once at most [async-await-in-loop]
}
