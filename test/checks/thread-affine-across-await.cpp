// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s thread-affine-across-await %t

#include <cassert>
#include <cerrno>
#include <inhouse/task.h>
#include <opentelemetry/trace/scope.h>
#include <pybind11/gil.h>
#include <seastar/core/coroutine.hh>
#include <thread>
#include <vector>

using inhouse::task;

task<void> step(int n = 0);
task<int> receive();
extern "C" int write_all(int fd);
void handle(int error);
void use(int *slot);
int rank(std::thread::id id);

struct Context {
  int user = 0;
  int depth = 0;
};
thread_local Context context;
thread_local int depth = 0;
Context &current() { return context; }

// What is reported.

task<void> reference() {
  auto &mine = context;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'mine' is the state of the thread before a suspension, and the coroutine may be resumed on another; get it again after the await [async-thread-affine-across-await]
  co_await step();
  mine.user = 1;
}

task<void> pointer(bool slow) {
  int *user = &context.user;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'user' is the state of the thread before a suspension, and the coroutine may be resumed on another; get it again after the await [async-thread-affine-across-await]
  if (slow)
    co_await step();
  use(user);
}

task<void> through_a_function() {
  Context &mine = current();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'mine' is the state of the thread before a suspension, and the coroutine may be resumed on another; get it again after the await [async-thread-affine-across-await]
  co_await step();
  mine.depth = 0;
}

task<int> id_of_the_thread() {
  auto id = std::this_thread::get_id();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'id' is the state of the thread before a suspension, and the coroutine may be resumed on another; get it again after the await [async-thread-affine-across-await]
  co_await step();
  co_return rank(id);
}

task<void> decides_by_the_id(int n) {
  const auto owner = std::this_thread::get_id();
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'owner' is the state of the thread before a suspension, and the coroutine may be resumed on another; get it again after the await [async-thread-affine-across-await]
  co_await step();
  if (std::this_thread::get_id() == owner)
    context.user = n;
}

task<bool> compares_ids() {
  auto before = std::this_thread::get_id();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'before' is the state of the thread before a suspension, and the coroutine may be resumed on another; get it again after the await [async-thread-affine-across-await]
  co_await step();
  co_return before != std::this_thread::get_id();
}

task<void> written(int n) {
  depth = n;
  co_await step();
  use(&depth);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'depth' is read after a suspension for what was written before it, while other coroutines on the thread write it too, and on another thread it is another variable; keep the value in a local [async-thread-affine-across-await]
}

task<void> late_errno(int fd) {
  if (write_all(fd) < 0) {
    co_await step();
    handle(errno);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'errno' is read after a suspension that came after the call, so it tells of whatever ran on the thread meanwhile; copy it before the await [async-thread-affine-across-await]
  }
}

class Deeper {
public:
  Deeper() { ++depth; }
  ~Deeper() { --depth; }
};

task<void> guarded() {
  Deeper deeper;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'deeper' guards a state of this thread across a suspension, so that other coroutines run in that state, and the end of it comes to whichever thread resumes; end its scope before the await [async-thread-affine-across-await]
  co_await step();
}

task<void> active_span(opentelemetry::trace::Span *span) {
  opentelemetry::trace::Scope scope(span);
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'scope' guards a state of this thread across a suspension, so that other coroutines run in that state, and the end of it comes to whichever thread resumes; end its scope before the await [async-thread-affine-across-await]
  co_await step();
}

task<void> python() {
  {
    pybind11::gil_scoped_acquire before;
    handle(1);
  }
  pybind11::gil_scoped_acquire lock;
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'lock' guards a state of this thread across a suspension, so that other coroutines run in that state, and the end of it comes to whichever thread resumes; end its scope before the await [async-thread-affine-across-await]
  co_await step();
}

template <typename T> task<void> in_a_template(T n) {
  auto &mine = context;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'mine' is the state of the thread before a suspension, and the coroutine may be resumed on another; get it again after the await [async-thread-affine-across-await]
  co_await step();
  mine.user = n;
}
template task<void> in_a_template(int);
template task<void> in_a_template(long);

auto in_a_lambda = []() -> task<void> {
  int *slot = &depth;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'slot' is the state of the thread before a suspension, and the coroutine may be resumed on another; get it again after the await [async-thread-affine-across-await]
  co_await step();
  use(slot);
};

// What is not.

task<void> gets_it_again() {
  context.user = 1;
  int user = context.user;
  co_await step(user);
  auto &mine = context;
  mine.depth = user;
}

task<void> only_before() {
  auto &mine = context;
  mine.user = 1;
  co_await step();
}

task<void> on_another_path(bool slow) {
  auto &mine = context;
  if (slow)
    co_await step();
  else
    mine.user = 1;
}

task<void> set_anew(int *other) {
  int *slot = &depth;
  use(slot);
  co_await step();
  slot = other;
  use(slot);
}

task<std::thread::id> asserts_and_tells() {
  auto before = std::this_thread::get_id();
  co_await step();
  assert(before == std::this_thread::get_id());
  co_return before;
}

task<void> errno_at_once(int fd) {
  if (write_all(fd) < 0) {
    int error = errno;
    co_await step();
    handle(error);
  }
}

task<void> errno_of_the_awaited() {
  if (co_await receive() < 0)
    handle(errno);
}

task<void> errno_of_a_later_call(int fd) {
  write_all(fd);
  co_await step();
  if (write_all(fd) < 0)
    handle(errno);
}

task<void> scope_ends() {
  {
    Deeper deeper;
    handle(depth);
  }
  co_await step();
}

class Counter {
public:
  Counter() { ++n; }
  ~Counter() { --n; }

private:
  static inline int n = 0;
};
task<void> other_guard() {
  Counter counter;
  co_await step();
}

// Its coroutines stay on their thread.
seastar::future<> on_one_thread() {
  auto &mine = context;
  co_await seastar::yield();
  mine.user = 1;
}

task<std::thread::id> began_on() {
  auto id = std::this_thread::get_id();
  co_await step();
  co_return id;
}

thread_local std::vector<int> scratch;
task<void> reuses() {
  scratch.clear();
  scratch.push_back(1);
  co_await step((int)scratch.size());
  co_await step((int)scratch.size());
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'scratch' is read after a suspension for what was written before it, while other coroutines on the thread write it too, and on another thread it is another variable; keep the value in a local [async-thread-affine-across-await]
}

// The executor of the thread is that of others as well; a reference is to what this thread has.
struct Executor {
  int load = 0;
};
thread_local Executor *this_executor = nullptr;
inline Executor *&executor() { return this_executor; }
task<void> runs_items(int items) {
  Executor *outer = executor();
  while (items-- > 0) {
    co_await step(items);
    executor() = outer;
  }
}
task<void> keeps_the_variable() {
  auto &mine = executor();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'mine' is the state of the thread before a suspension, and the coroutine may be resumed on another; get it again after the await [async-thread-affine-across-await]
  co_await step();
  mine = nullptr;
}

// Cleared before, and set by whoever resumes the coroutine.
thread_local bool timed_out = false;
thread_local int tried = 0;
task<bool> asks_how_it_ended() {
  timed_out = false;
  co_await step();
  co_return timed_out;
}
task<int> counts_in_the_thread() {
  tried = 1;
  co_await step();
  co_return tried;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'tried' is read after a suspension for what was written before it, while other coroutines on the thread write it too, and on another thread it is another variable; keep the value in a local [async-thread-affine-across-await]
}

// Changed before, and set back after.

task<void> counts_its_depth() {
  ++depth;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'depth' is changed before a suspension and set back after it, so that other coroutines on the thread run in that state, and the setting back comes to whichever thread resumes; keep the state in the coroutine, or set it back before the await [async-thread-affine-across-await]
  co_await step();
  --depth;
}
task<void> counts_in_a_part() {
  context.depth++;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'context' is changed before a suspension and set back after it, so that other coroutines on the thread run in that state, and the setting back comes to whichever thread resumes; keep the state in the coroutine, or set it back before the await [async-thread-affine-across-await]
  co_await step();
  context.depth--;
}
task<void> writes_a_copy_back(int user) {
  const int before = context.user;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'context' is changed before a suspension and set back after it, so that other coroutines on the thread run in that state, and the setting back comes to whichever thread resumes; keep the state in the coroutine, or set it back before the await [async-thread-affine-across-await]
  context.user = user;
  co_await step();
  context.user = before;
}

task<void> counts_both_before() {
  ++depth;
  --depth;
  co_await step();
}
task<void> only_counts() {
  ++depth;
  co_await step();
  ++depth;
}
task<void> takes_its_state_along() {
  const int before = context.user;
  co_await step();
  context.user = before;
}
task<void> writes_back_before() {
  const int before = context.user;
  context.user = 1;
  context.user = before;
  co_await step();
}

// Which of them, only the program knows when it runs.
thread_local int depths[4];
int chosen();
task<void> counts_any() {
  ++depths[chosen()];
  co_await step();
  --depths[chosen()];
}
task<void> writes_to_any(int *others) {
  const int before = depths[chosen()];
  others[chosen()] = 1;
  co_await step();
  others[chosen()] = before;
}
struct Levels {
  int read = 0, written = 0;
};
thread_local Levels levels;
task<void> counts_one_of_two() {
  ++levels.read;
  ++levels.written;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'levels' is changed before a suspension and set back after it, so that other coroutines on the thread run in that state, and the setting back comes to whichever thread resumes; keep the state in the coroutine, or set it back before the await [async-thread-affine-across-await]
  co_await step();
  --levels.written;
}
