// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-transaction %t
//
// Operations of a transaction that begin before they are awaited.

#include <inhouse/task.h>
#include <memory>
#include <string>
#include <vector>

using inhouse::task;

template <typename T> struct ThreadFuture {
  T get();
  void onReady(void (*)(void *), void *);
};

struct Transaction {
  task<std::string> get(const std::string &key);
  ThreadFuture<std::string> fetch(const std::string &key);
  task<void> commit();
  task<void> rollback();
};
struct Database {
  task<std::unique_ptr<Transaction>> begin_transaction();
};
struct Http {
  task<std::string> post(const std::string &body);
  task<std::string> post_all(const std::vector<std::string> &bodies);
};

template <typename T> task<T> as_task(ThreadFuture<T> from);
template <typename T> task<std::vector<T>> all_of(std::vector<task<T>> from);

task<std::string> through_an_adaptor(Database &db) {
  auto tx = co_await db.begin_transaction();
  auto begun = tx->fetch("key");
  std::string value = co_await as_task(begun);
  co_await tx->commit();
  co_return value;
}

task<std::size_t> collected(Database &db, const std::vector<std::string> &keys) {
  auto tx = co_await db.begin_transaction();
  std::vector<task<std::string>> begun;
  for (const auto &key : keys)
    begun.push_back(tx->get(key));
  auto values = co_await all_of(std::move(begun));
  co_await tx->commit();
  co_return values.size();
}

// What it has given is a value, whoever is told.
task<void> tells(Database &db, Http &http) {
  auto tx = co_await db.begin_transaction();
  std::string value = co_await tx->get("key");
  co_await http.post(value);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  co_await tx->commit();
  // CHECK-FIXES: std::string value = co_await tx->get("key");
  // CHECK-FIXES: {{^}}  co_await tx->commit();
  // CHECK-FIXES-NEXT: {{^}}  co_await http.post(value);
}

task<void> tells_all(Database &db, Http &http) {
  auto tx = co_await db.begin_transaction();
  std::vector<std::string> values;
  values.push_back(co_await tx->get("key"));
  co_await http.post_all(values);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  co_await tx->commit();
  // CHECK-FIXES: {{^}}  co_await tx->commit();
  // CHECK-FIXES-NEXT: {{^}}  co_await http.post_all(values);
}

// The other work that began meanwhile.
task<void> others(Database &db, Http &http) {
  auto tx = co_await db.begin_transaction();
  std::vector<task<std::string>> begun;
  begun.push_back(http.post("begun"));
  co_await all_of(std::move(begun));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  co_await tx->commit();
  // CHECK-FIXES: {{^}}  co_await tx->commit();
  // CHECK-FIXES-NEXT: {{^}}  co_await all_of(std::move(begun));
}
