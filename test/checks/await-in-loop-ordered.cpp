// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-loop %t
//
// Rounds whose order matters though no result goes from one into the next.

#include <algorithm>
#include <functional>
#include <inhouse/task.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

using inhouse::task;

struct Update {
  int id;
};
struct Client {
  task<bool> stop();
};
struct Segment {
  task<int> each(std::function<task<void>(const Update &)> then);
};
struct Log {
  task<bool> append(const Update &update);
};

class Store {
public:
  task<bool> append(const Update &update);
  task<void> update_index(const Update &update);
  task<int> fetch(int id);
  task<Segment *> open(const std::string &name);

  // A log is in the order of what was added.
  task<bool> append_all(const std::vector<Update> &updates) {
    bool written = false;
    for (const Update &update : updates) {
      const bool added = co_await append(update);
      written = written || added;
    }
    co_return written;
  }

  // As is an index that is built of what is read.
  task<int> replay(std::vector<std::string> names) {
    int count = 0;
    for (const std::string &name : names) {
      Segment *segment = co_await open(name);
      count += co_await segment->each([this](const Update &update) { return update_index(update); });
    }
    co_return count;
  }

  // Each stop takes its client out.
  task<void> drain() {
    auto next = clients.begin();
    while (next != clients.end()) {
      const bool stopped = co_await next->second->stop();
      if (!stopped)
        failed = true;
      next = clients.begin();
    }
  }

private:
  std::map<int, std::unique_ptr<Client>> clients;
  bool failed = false;
};

// What is reported.

task<bool> append_one_to_each(const std::vector<std::unique_ptr<Log>> &logs, Update update) {
  bool written = false;
  for (const auto &log : logs) {
    const bool added = co_await log->append(update);
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the awaits of 'append' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    written = written || added;
  }
  co_return written;
}

class Reader {
public:
  task<int> fetch(int id);
  task<int> sum(const std::vector<int> &ids) {
    int sum = 0;
    for (int id : ids)
      sum += co_await retried([this, id] { return fetch(id); });
      // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the awaits of 'retried' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    co_return sum;
  }
  task<int> retried(std::function<task<int>()> make) const;
};

task<int> stops_each(std::map<int, std::unique_ptr<Client>> &clients) {
  int stopped = 0;
  for (auto next = clients.begin(); next != clients.end(); ++next)
    stopped += co_await next->second->stop();
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the awaits of 'stop' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return stopped;
}

// A loop of a few rounds around one that must go on in order, and around one that need not.

struct Entry {
  std::string name;
};
task<int> look_up(const std::string &name);
task<void> cleans_up(std::map<int, Entry> &waiting, std::map<int, Entry> &valid) {
  for (auto *entries : {&waiting, &valid})
    for (auto i = entries->begin(); i != entries->end();) {
      if (co_await look_up(i->second.name) == 0)
        i = entries->erase(i);
      else
        ++i;
    }
}
task<void> looks_at_each(const std::vector<Entry> &waiting, const std::vector<Entry> &valid, std::vector<int> &found) {
  for (const auto *entries : {&waiting, &valid})
    for (const Entry &entry : *entries)
      found.push_back(co_await look_up(entry.name));
      // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: the awaits of 'look_up' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}
