// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s coroutine-without-await %t

#include <concurrencpp/concurrencpp.h>
#include <inhouse/task.h>
#include <seastar/core/coroutine.hh>
#include <seastar/core/future.hh>
#include <string>

// With a value that is ready, no coroutine is left.

seastar::future<int> adds(int a, int b) { co_return a + b; }
// CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'adds' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]
// CHECK-FIXES: seastar::future<int> adds(int a, int b) { return seastar::make_ready_future<int>(a + b); }

seastar::future<std::string> names(int id) {
// CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'names' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]
// CHECK-FIXES: return seastar::make_ready_future<std::string>(std::to_string(id));
  co_return std::to_string(id);
}

concurrencpp::result<long> doubles(long n) { co_return 2 * n; }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'doubles' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]
// CHECK-FIXES: concurrencpp::result<long> doubles(long n) { return concurrencpp::make_ready_result<long>(2 * n); }

// What has no ready value is only told.

concurrencpp::lazy_result<int> begins_later(int n) { co_return n; }
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'begins_later' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]

inhouse::task<int> in_house(int n) { co_return n; }
// CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'in_house' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]

// More than the one statement is the author's to rewrite.
seastar::future<int> counts(int n) {
// CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'counts' never awaits, so each call allocates a coroutine frame and resumes it for what a plain function does; make it one, or return a value that is ready [async-coroutine-without-await]
  int all = n;
  co_return all;
}
