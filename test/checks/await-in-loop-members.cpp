// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-loop %t
//
// A loop that names nothing of an object but its members fills one of them and works with others.

#include <inhouse/task.h>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using inhouse::task;

class web {
public:
  task<std::string> get(std::string url);
  task<std::pair<bool, std::string>> fetch(const std::string &url);
};
struct state {
  std::shared_ptr<web> client;
  std::vector<std::string> urls;
  std::map<std::string, std::string> pages;
  std::string last;
  int count = 0;
  state *self;
};
task<int> number_of(int id);
task<std::string> with_all(state &of, std::string url);

// What is reported.

task<void> of_a_reference(state &of) {
  for (const auto &url : of.urls)
    of.pages[url] = co_await of.client->get(url);
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'get' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}
task<void> of_a_pointer(state *of) {
  for (const auto &url : of->urls) {
    auto [good, text] = co_await of->client->fetch(url);
    // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    if (good)
      of->pages[url] = text;
  }
}
task<void> of_a_shared_one(std::shared_ptr<state> of) {
  for (const auto &url : of->urls) {
    std::string text = co_await of->client->get(url);
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the awaits of 'get' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    of->count += text.size();
  }
}
task<void> by_another_name(state &of) {
  auto &pages = of.pages;
  for (const auto &url : of.urls)
    pages[url] = co_await of.client->get(url);
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the awaits of 'get' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}
task<void> with_a_lambda(state &of) {
  auto add = [&of](const std::string &url, std::string text) { of.pages[url] = text; };
  for (const auto &url : of.urls) {
    std::string text = co_await of.client->get(url);
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the awaits of 'get' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    add(url, text);
  }
}

// What is not.

task<void> of_what_was_filled(state &of) {
  for (const auto &url : of.urls)
    of.last = co_await of.client->get(of.last + url);
}
task<void> by_another_name_of_it(state &of) {
  auto &last = of.last;
  for (const auto &url : of.urls)
    of.last = co_await of.client->get(last + url);
}
task<void> as_a_whole(state &of) {
  for (const auto &url : of.urls)
    of.last = co_await with_all(of, url);
}
task<void> in_a_lambda(state &of) {
  auto add = [&of](std::string text) { of.last += text; };
  for (const auto &url : of.urls) {
    std::string text = co_await of.client->get(of.last + url);
    add(text);
  }
}
task<void> in_a_lambda_that_shares(std::shared_ptr<state> of) {
  auto add = [of](std::string text) { of->last = text; };
  for (const auto &url : of->urls) {
    std::string text = co_await of->client->get(of->last + url);
    add(text);
  }
}
task<int> made_from_itself(std::vector<int> ids) {
  state &of = *of.self;
  for (int id : ids)
    of.count += co_await number_of(of.count + id);
  co_return of.count;
}
union either {
  int number;
  int id;
};
task<void> of_a_union(either &one, std::vector<int> ids) {
  for (int id : ids)
    one.number = co_await number_of(id + one.id);
}
