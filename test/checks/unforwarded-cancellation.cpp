// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unforwarded-cancellation %t

#include <cppcoro/all.hpp>
#include <inhouse/task.h>
#include <stop_token>
#include <utility>

using inhouse::task;

task<int> fetch(int id, std::stop_token stop = {});
task<int> store(int id);
task<int> store(int id, const std::stop_token &stop);
task<void> close(std::stop_token stop = {});
task<int> plain(int id);
template <typename T> task<T> deferred(T value, std::stop_token stop = {});
cppcoro::task<int> query(int id, cppcoro::cancellation_token stop = {});

// What is reported.

task<int> keeps_it(std::stop_token stop) {
  int sum = co_await fetch(1);
  // CHECK-NOTES: :[[@LINE-1]]:22: warning: 'fetch' could be stopped by 'stop', and is not given it, so it goes on after whoever waits has given up; pass 'stop' on [async-unforwarded-cancellation]
  // CHECK-NOTES: :[[@LINE-13]]:11: note: it takes a stop token here
  // CHECK-NOTES: :[[@LINE-3]]:22: note: pass 'stop' on
  // CHECK-FIXES: {{^}}  int sum = co_await fetch(1, stop);
  co_return sum + co_await store(2);
  // CHECK-NOTES: :[[@LINE-1]]:28: warning: 'store' could be stopped by 'stop', and is not given it, so it goes on after whoever waits has given up; pass 'stop' on [async-unforwarded-cancellation]
  // CHECK-NOTES: :[[@LINE-16]]:11: note: it takes a stop token here
  // CHECK-NOTES: :[[@LINE-3]]:28: note: pass 'stop' on
  // CHECK-FIXES: {{^}}  co_return sum + co_await store(2, stop);
}

task<int> uses_it_elsewhere(int id, const std::stop_token &stop) {
  if (stop.stop_requested())
    co_return 0;
  co_return co_await deferred(id);
  // CHECK-NOTES: :[[@LINE-1]]:22: warning: 'deferred' could be stopped by 'stop', and is not given it, so it goes on after whoever waits has given up; pass 'stop' on [async-unforwarded-cancellation]
  // CHECK-NOTES: :[[@LINE-23]]:31: note: it takes a stop token here
  // CHECK-NOTES: :[[@LINE-3]]:22: note: pass 'stop' on
  // CHECK-FIXES: {{^}}  co_return co_await deferred(id, stop);
}

cppcoro::task<int> of_a_library(cppcoro::cancellation_token stop) {
  co_return co_await query(1);
  // CHECK-NOTES: :[[@LINE-1]]:22: warning: 'query' could be stopped by 'stop', and is not given it, so it goes on after whoever waits has given up; pass 'stop' on [async-unforwarded-cancellation]
  // CHECK-NOTES: :[[@LINE-30]]:20: note: it takes a stop token here
  // CHECK-NOTES: :[[@LINE-3]]:22: note: pass 'stop' on
  // CHECK-FIXES: {{^}}  co_return co_await query(1, stop);
}

// What is not.

task<int> passes_it_on(std::stop_token stop) {
  auto other = stop;
  co_return co_await fetch(1, stop) + co_await fetch(2, std::move(other));
}

task<int> nobody_takes_it(std::stop_token stop) {
  co_return co_await plain(1);
}

task<int> has_none() {
  co_return co_await fetch(1);
}

task<int> leaves_it_unnamed(std::stop_token) {
  co_return co_await fetch(1);
}

task<void> cleans_up(std::stop_token stop) {
  co_await fetch(1, stop);
  co_await close();
}

task<int> on_the_way_out(std::stop_token stop) {
  if (stop.stop_requested())
    co_return co_await store(0);
  co_return co_await fetch(1, stop);
}

// A token of the project's own: named for it, and with a question.

class CancelToken {
public:
  bool isCancelled() const;
};
class AuthToken {
public:
  bool expired() const;
};
task<int> load(int id, CancelToken token = {});
task<int> sign_in(int id, AuthToken token = {});

task<int> keeps_our_token(CancelToken token) {
  co_return co_await load(1);
  // CHECK-NOTES: :[[@LINE-1]]:22: warning: 'load' could be stopped by 'token', and is not given it, so it goes on after whoever waits has given up; pass 'token' on [async-unforwarded-cancellation]
  // CHECK-NOTES: :[[@LINE-6]]:11: note: it takes a stop token here
  // CHECK-NOTES: :[[@LINE-3]]:22: note: pass 'token' on
  // CHECK-FIXES: {{^}}  co_return co_await load(1, token);
}
task<int> passes_our_token(CancelToken token) { co_return co_await load(1, token); }
task<int> keeps_another_token(AuthToken token) { co_return co_await sign_in(1); }

// A project's own.
struct QuitToken {
  bool quit_requested() const;
};
task<void> step(const QuitToken &quit = {});
task<void> until_it_is_told(QuitToken quit) {
  while (!quit.quit_requested())
    co_await step();
    // CHECK-NOTES: :[[@LINE-1]]:14: warning: 'step' could be stopped by 'quit', and is not given it, so it goes on after whoever waits has given up; pass 'quit' on [async-unforwarded-cancellation]
    // CHECK-NOTES: :[[@LINE-5]]:12: note: it takes a stop token here
    // CHECK-NOTES: :[[@LINE-3]]:14: note: pass 'quit' on
    // CHECK-FIXES: {{^}}    co_await step(quit);
}
