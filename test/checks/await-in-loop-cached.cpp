// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-loop %t
//
// Results that are kept where the next call looks first.

#include <inhouse/task.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

using inhouse::task;

struct record {
  std::string text;
};
struct reader {
  static task<std::shared_ptr<reader>> open(int file);
};
struct record_cache {
  record *get(int id);
  void put(int id, record value);
};

task<std::string> fetch(int id);
task<std::string> fetch_after(int id, const std::string &last);

class index {
  record_cache cache_;
  std::map<int, std::shared_ptr<reader>> readers_;
  std::string last_;

  task<std::vector<record>> records(std::vector<int> ids) {
    std::vector<record> found;
    for (int id : ids) {
      if (record *known = cache_.get(id)) {
        found.push_back(*known);
        continue;
      }
      record made{co_await fetch(id)};
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
      cache_.put(id, made);
      found.push_back(made);
    }
    co_return found;
  }
  task<void> open(std::vector<int> files) {
    for (int file : files) {
      if (readers_.find(file) != readers_.end())
        continue;
      readers_[file] = co_await reader::open(file);
      // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the awaits of 'open' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    }
  }
  task<void> open_into(std::map<int, std::shared_ptr<reader>> &known, std::vector<int> files) {
    for (int file : files)
      if (!known.contains(file))
        known.emplace(file, co_await reader::open(file));
        // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: the awaits of 'open' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  }

  // What stays as it is.

  // How many there are depends on what came before.
  task<void> open_some(std::vector<int> files) {
    for (int file : files) {
      if (readers_.size() > 10)
        break;
      readers_[file] = co_await reader::open(file);
    }
  }
  // The variable tells what this loop has seen.
  task<std::map<int, std::string>> distinct(std::vector<int> ids) {
    std::map<int, std::string> seen;
    for (int id : ids) {
      if (seen.contains(id))
        continue;
      seen.emplace(id, co_await fetch(id));
    }
    co_return seen;
  }
  // The key is another element's as well.
  task<void> by_owner(std::vector<record> all, std::map<std::string, int> owners) {
    for (const record &one : all) {
      const int owner = owners[one.text];
      if (cache_.get(owner))
        continue;
      cache_.put(owner, record{co_await fetch(owner)});
    }
  }
  task<void> one_by_one(std::vector<int> ids) {
    for (int id : ids) {
      if (cache_.get(id))
        continue;
      last_ = co_await fetch_after(id, last_);
      cache_.put(id, record{last_});
    }
  }
};
