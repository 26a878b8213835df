// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-loop %t
//
// Functions that an object holds: what they do only their names tell.

#include <functional>
#include <inhouse/task.h>
#include <string>
#include <vector>

using inhouse::task;

struct row {
  std::string text;
};
struct callbacks {
  std::function<task<row>(const std::string &run, int id)> get_row;
  std::function<task<row>(const std::string &run, int id)> append_row;
  std::function<task<void>(int id)> load;
};

class service {
public:
  task<std::vector<row>> rows(const std::string &run, const std::vector<int> &ids) {
    std::vector<row> found;
    for (int id : ids) {
      auto one = co_await callbacks_.get_row(run, id);
      // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the awaits of 'get_row' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
      if (!one.text.empty())
        found.push_back(one);
    }
    co_return found;
  }

  // What it does may be in order.
  task<void> append(const std::string &run, const std::vector<int> &ids, std::vector<row> &all) {
    for (int id : ids)
      all.push_back(co_await callbacks_.append_row(run, id));
  }

  // An effect, as nothing comes back.
  task<void> load_all(const std::vector<int> &ids) {
    for (int id : ids)
      co_await callbacks_.load(id);
  }

  // Whoever calls this knows what it does.
  task<void> given(std::function<task<row>(int id)> get, const std::vector<int> &ids, std::vector<row> &all) {
    for (int id : ids)
      all.push_back(co_await get(id));
  }

private:
  callbacks callbacks_;
};
