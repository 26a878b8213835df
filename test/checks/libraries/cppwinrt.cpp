// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s %seven %t

#include <chrono>
#include <thread>
#include <vector>
#include <winrt/base.h>

using namespace winrt;
using namespace winrt::Windows::Foundation;
using namespace std::chrono_literals;

IAsyncOperation<int> load(int id);
IAsyncAction save(int id);
void show(int value);

IAsyncAction save_all(std::vector<int> ids) {
  for (int id : ids)
    co_await save(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'save' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

IAsyncAction blocks() {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await winrt::resume_after(1s);
  show(load(1).get());
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'IAsyncOperation::get' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  // CHECK-FIXES: {{^}}  show(co_await load(1));
  co_await save(1);
}

IAsyncAction in_background() {
  co_await resume_background();
  show(load(1).get());
}

void clicked() { save(1); }
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the awaitable returned by 'save' is dropped, so its work runs on unobserved and its errors are lost; keep it [async-discarded-awaitable]

fire_and_forget handler() { co_await save(1); }

void pressed() { handler(); }

IAsyncAction under_lock(slim_mutex &mutex) {
  slim_lock_guard guard(mutex);
  co_await save(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'guard' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

IAsyncAction pauses() {
  co_await resume_after(1s);
  co_await when_all(save(1), save(2));
}

int main() { save(1).get(); }
