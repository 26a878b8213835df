// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The in-house types compile, and are no finding of any check themselves.
// RUN: %clangxx -std=c++20 -Wall -Werror -fsyntax-only -nostdinc++ -isystem %include_dir -I %inhouse_dir %s
// RUN: %check_cotidy %s "*" %t
#include "async_generator.h"
#include "async_mutex.h"
#include "async_semaphore.h"
#include "eager.h"
#include "fire_and_forget.h"
#include "generator.h"
#include "task.h"
#include "when_all.h"

using namespace inhouse;

task<int> lazy_number();
eager<int> eager_number();

task<int> twice() {
  auto [one, two] = co_await when_all(lazy_number(), lazy_number());
  co_return one + two;
}
eager<> both() {
  if (co_await eager_number() == co_await lazy_number())
    co_await twice();
}
fire_and_forget go() { co_await both(); }
generator<int> numbers() {
  co_yield 1;
  co_yield 2;
}
async_generator<int> fetched() { co_yield co_await lazy_number(); }

task<int> sum() {
  int total = 0;
  for (int n : numbers())
    total += n;
  auto stream = fetched();
  while (auto n = co_await stream.next())
    total += *n;
  co_return total;
}
task<int> held(async_mutex &mutex, async_semaphore &permits, int &shared) {
  co_await permits.acquire();
  permits.release();
  auto lock = co_await mutex.scoped_lock_async();
  co_return ++shared;
}
