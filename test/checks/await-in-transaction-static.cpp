// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-transaction %t
//
// `commit` and `abort` that are no operations of an object, and an await that only ends the coroutine.

#include <seastar/core/all.hh>

using seastar::future;

struct result;
struct result {
  int value;
  static void commit(seastar::promise<result> &);
  static void abort(seastar::promise<result> &);
};
class transaction {
public:
  static future<transaction> begin(int session);
  transaction(transaction &&);
  ~transaction();
  future<> update(int row);
  future<> commit();
  future<> rollback();
};

future<result> propose(int session);
future<> notify(int session);

// It can begin none itself: what begins one is a function of the class.
future<> is_a_transaction(int session) {
  auto open = co_await transaction::begin(session);
  co_await notify(session);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the transaction of 'open' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  co_await open.commit();
  // CHECK-FIXES: {{^}}  co_await open.commit();
  // CHECK-FIXES-NEXT: {{^}}  co_await notify(session);
}

// What is not.

future<int> is_a_plain_result(int session) {
  auto outcome = co_await propose(session);
  if (outcome.value != session)
    co_await notify(session);
  co_return outcome.value;
}
future<> fails(int session) {
  auto open = co_await transaction::begin(session);
  if (session == 0)
    co_await seastar::coroutine::return_exception_ptr(nullptr);
  if (session == 1)
    co_await seastar::coroutine::return_exception(session);
  if (session == 2)
    co_await seastar::coroutine::exception(nullptr);
  co_await open.commit();
}
