// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-loop %t
//
// Results that are stored together with what they were asked for.

#include <inhouse/task.h>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

using inhouse::task;
using table = std::map<std::string, std::string>;

task<std::string> fetch(std::string key);
task<bool> step(std::string &state);

struct pair_of_texts {
  pair_of_texts(const std::string &first, const std::string &second);
};
template <typename K> struct cache {
  template <typename... A> bool emplace(A &&...arguments);
};
template <typename... A> std::string &refill(A &&...arguments);

// What is reported.

task<table> emplaced(std::vector<std::string> keys) {
  table out;
  for (auto &key : keys)
    out.emplace(key, co_await fetch(key));
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return out;
}
task<table> inserted_or_assigned(std::vector<std::string> keys) {
  table out;
  for (auto &key : keys)
    out.insert_or_assign(key, co_await fetch(key));
    // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return out;
}
task<table> tried(std::vector<std::string> keys) {
  table out;
  for (auto &key : keys)
    out.try_emplace(key, co_await fetch(key));
    // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return out;
}
task<table> inserted(std::vector<std::string> keys) {
  table out;
  for (auto &key : keys)
    out.insert({key, co_await fetch(key)});
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return out;
}
task<table> inserted_as_pair(std::vector<std::string> keys) {
  table out;
  for (auto &key : keys)
    out.insert(table::value_type(key, co_await fetch(key)));
    // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return out;
}
task<table> at_key(std::vector<std::string> keys) {
  table out;
  for (auto &key : keys)
    out[key] = co_await fetch(key);
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return out;
}
task<table> emplaced_later(std::vector<std::string> keys) {
  table out;
  for (auto &key : keys) {
    auto value = co_await fetch(key);
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    out.emplace(std::move(key), std::move(value));
  }
  co_return out;
}
task<table> of_copies(std::vector<std::string> keys) {
  table out;
  for (auto key : keys)
    out.emplace(key, co_await fetch(key));
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return out;
}
task<table> by_index(std::vector<std::string> keys) {
  table out;
  for (unsigned i = 0; i < keys.size(); ++i)
    out.emplace(keys[i], co_await fetch(keys[i]));
    // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return out;
}
task<std::unordered_map<int, std::string>> by_number(int n) {
  std::unordered_map<int, std::string> out;
  for (int i = 0; i < n; ++i)
    out.emplace(i, co_await fetch(std::to_string(i)));
    // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return out;
}
task<std::vector<pair_of_texts>> made_in_place(std::vector<std::string> keys) {
  std::vector<pair_of_texts> out;
  for (auto &key : keys)
    out.emplace_back(key, co_await fetch(key));
    // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return out;
}
task<cache<std::string>> in_house(std::vector<std::string> keys) {
  cache<std::string> out;
  for (auto &key : keys)
    out.emplace(key, co_await fetch(key));
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return out;
}
struct directory {
  table known;
  task<std::string> load(std::string name);
  task<void> warm(std::vector<std::string> names) {
    for (auto &name : names)
      known.emplace(name, co_await load(name));
      // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: the awaits of 'load' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  }
};

// What is not: what the call is given may hold what the awaits before it gave.

task<table> refilled(std::vector<std::string> keys) {
  table out;
  std::string state;
  for (auto &key : keys) {
    out.emplace(key, co_await fetch(state));
    refill(state, key, co_await fetch(key));
  }
  co_return out;
}
task<table> carried(std::vector<std::string> keys) {
  table out;
  std::string last;
  for (auto &key : keys) {
    last = co_await fetch(last + key);
    out.emplace(key, last);
  }
  co_return out;
}
