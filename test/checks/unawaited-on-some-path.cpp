// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unawaited-on-some-path %t

#include <asio.hpp>
#include <inhouse/eager.h>
#include <inhouse/task.h>
#include <inhouse/when_all.h>
#include <optional>
#include <utility>
#include <vector>
#include <memory>

using inhouse::eager;
using inhouse::task;

task<int> fetch(int id);
eager<int> begin(int id);
asio::awaitable<void> flush();
bool stopped();
void enqueue(task<int> work);

// What is reported.

task<int> a_branch(int id) {
  auto pending = fetch(id);
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'pending' is awaited on some paths only, so on the others its work never runs; await it on each [async-unawaited-on-some-path]
  // CHECK-NOTES: :[[@LINE+2]]:5: note: one path ends here without awaiting it
  if (id < 0)
    co_return 0;
  co_return co_await pending;
}

void a_parameter(task<int> work) {
// CHECK-NOTES: :[[@LINE-1]]:28: warning: 'work' is awaited on some paths only, so on the others its work never runs; await it on each [async-unawaited-on-some-path]
// CHECK-NOTES: :[[@LINE+2]]:5: note: one path ends here without awaiting it
  if (stopped())
    return;
  enqueue(std::move(work));
}

task<int> a_parameter_of_a_coroutine(eager<int> work, bool wanted) {
// CHECK-NOTES: :[[@LINE-1]]:49: warning: 'work' is awaited on some paths only, so on the others its work is cancelled here; await it on each [async-unawaited-on-some-path]
// CHECK-NOTES: :[[@LINE+3]]:3: note: one path ends here without awaiting it
  if (wanted)
    co_await work;
  co_return 1;
}

task<int> a_container(std::vector<int> ids) {
  std::vector<task<int>> pending;
  // CHECK-NOTES: :[[@LINE-1]]:26: warning: what is in 'pending' is awaited on some paths only; of each, on the others, its work never runs; await them on each [async-unawaited-on-some-path]
  // CHECK-NOTES: :[[@LINE+4]]:5: note: one path ends here without awaiting it
  for (int id : ids)
    pending.push_back(fetch(id));
  if (stopped())
    co_return 0;
  co_await inhouse::when_all(std::move(pending));
  co_return 1;
}

task<int> an_optional(int id) {
  std::optional<task<int>> pending;
  // CHECK-NOTES: :[[@LINE-1]]:28: warning: what is in 'pending' is awaited on some paths only; of each, on the others, its work never runs; await them on each [async-unawaited-on-some-path]
  // CHECK-NOTES: :[[@LINE+4]]:5: note: one path ends here without awaiting it
  if (id > 0)
    pending = fetch(id);
  if (stopped())
    co_return 0;
  co_return co_await *pending;
}

asio::awaitable<void> a_library_task(bool wanted) {
  auto flushed = flush();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'flushed' is awaited on some paths only, so on the others its work never runs; await it on each [async-unawaited-on-some-path]
  // CHECK-NOTES: :[[@LINE+3]]:1: note: one path ends here without awaiting it
  if (wanted)
    co_await std::move(flushed);
}

// What is not.

task<int> every_branch(int id) {
  auto pending = fetch(id);
  if (id < 0)
    co_return co_await pending;
  co_return co_await pending + 1;
}

void hands_on_or_keeps(task<int> work, std::vector<task<int>> &later) {
  if (stopped())
    later.push_back(std::move(work));
  else
    enqueue(std::move(work));
}

void asks_again(task<int> work, bool wanted) {
  if (wanted)
    enqueue(std::move(work));
  if (!wanted)
    enqueue(std::move(work));
}

void throws(task<int> work) {
  if (stopped())
    throw 1;
  enqueue(std::move(work));
}

// Nobody takes it: the signature wants it so.
void ignores(task<int> work) {}

task<int> asks_first(std::vector<int> ids) {
  std::vector<task<int>> pending;
  for (int id : ids)
    pending.push_back(fetch(id));
  if (pending.empty())
    co_return 0;
  co_await inhouse::when_all(std::move(pending));
  co_return 1;
}

task<int> nothing_in_it_yet(std::vector<int> ids) {
  std::vector<task<int>> pending;
  if (stopped())
    co_return 0;
  for (int id : ids)
    pending.push_back(fetch(id));
  co_await inhouse::when_all(std::move(pending));
  co_return 1;
}

task<int> asks_the_optional(int id) {
  std::optional<task<int>> pending;
  if (id > 0)
    pending = fetch(id);
  if (pending)
    co_return co_await *pending;
  co_return 0;
}

task<int> asks_the_same_again(int id, bool both) {
  std::optional<task<int>> second;
  if (both)
    second = fetch(id);
  int sum = co_await fetch(id);
  if (both)
    sum += co_await *second;
  co_return sum;
}

// Awaited by a member that the constructor hands it to.
struct keeper {
  explicit keeper(task<int> work) : kept(std::move(work)) {}
  keeper(task<int> work, int &count) : kept(std::move(work)) {
    if (stopped())
      return;
    ++count;
  }
  task<int> kept;
};

// Containers and boxes that the function is given.

task<void> given_a_container(std::vector<task<int>> jobs, bool dry) {
// CHECK-NOTES: :[[@LINE-1]]:53: warning: what is in 'jobs' is awaited on some paths only; of each, on the others, its work never runs; await them on each [async-unawaited-on-some-path]
// CHECK-NOTES: :[[@LINE+2]]:5: note: one path ends here without awaiting it
  if (dry)
    co_return;
  co_await inhouse::when_all(std::move(jobs));
}

task<void> given_an_optional(std::optional<task<int>> job, bool dry) {
// CHECK-NOTES: :[[@LINE-1]]:55: warning: what is in 'job' is awaited on some paths only; of each, on the others, its work never runs; await them on each [async-unawaited-on-some-path]
// CHECK-NOTES: :[[@LINE+2]]:5: note: one path ends here without awaiting it
  if (dry)
    co_return;
  co_await std::move(*job);
}

task<void> given_a_pointer(std::unique_ptr<task<int>> job, bool dry) {
// CHECK-NOTES: :[[@LINE-1]]:55: warning: what is in 'job' is awaited on some paths only; of each, on the others, its work never runs; await them on each [async-unawaited-on-some-path]
// CHECK-NOTES: :[[@LINE+2]]:5: note: one path ends here without awaiting it
  if (dry)
    co_return;
  co_await std::move(*job);
}

// Whoever asks knows what is in it.
task<void> asks_the_container(std::vector<task<int>> jobs) {
  if (jobs.empty())
    co_return;
  co_await inhouse::when_all(std::move(jobs));
}
task<void> asks_the_optional(std::optional<task<int>> job) {
  if (!job)
    co_return;
  co_await std::move(*job);
}

// Others have it as well.
task<void> given_a_share(std::shared_ptr<task<int>> job, bool dry) {
  if (dry)
    co_return;
  co_await std::move(*job);
}

// Where an assertion fails, nothing after it matters.

#define VERIFY(holds)                                                                                         \
  do {                                                                                                        \
    if (!(holds))                                                                                             \
      co_return;                                                                                              \
  } while (false)

task<void> verifies(int id) {
  task<int> pending = fetch(id);
  VERIFY(!stopped());
  co_await pending;
}
task<void> verifies_with_what_it_is_given(task<int> given) {
  VERIFY(!stopped());
  co_await given;
}
#define LEAVE_IF(holds)                                                                                       \
  if (holds)                                                                                                  \
  co_return
task<void> leaves(int id) {
  task<int> pending = fetch(id);
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: 'pending' is awaited on some paths only, so on the others its work never runs; await it on each [async-unawaited-on-some-path]
  // CHECK-NOTES: :[[@LINE+2]]:3: note: one path ends here without awaiting it
  // CHECK-NOTES: :[[@LINE-5]]:3: note: expanded from macro 'LEAVE_IF'
  LEAVE_IF(stopped());
  co_await pending;
}

// Work that a function was given, and that nobody wants any more.

struct race_state {
  bool is_cancelled() const;
  bool is_open() const;
};
task<void> takes_part(const race_state &race, task<int> work) {
  if (race.is_cancelled())
    co_return;
  co_await std::move(work);
}
task<void> takes_part_while_open(const race_state &race, task<int> work) {
// CHECK-NOTES: :[[@LINE-1]]:68: warning: 'work' is awaited on some paths only, so on the others its work never runs; await it on each [async-unawaited-on-some-path]
// CHECK-NOTES: :[[@LINE+2]]:5: note: one path ends here without awaiting it
  if (!race.is_open())
    co_return;
  co_await std::move(work);
}

// What the work was to follow failed, and the caller is told: it is not to run.

bool prepare();
task<bool> works_after(task<int> work) {
  if (!prepare())
    co_return false;
  co_await std::move(work);
  co_return true;
}
task<int *> gives_after(task<int> work, int &result) {
  if (!prepare())
    co_return nullptr;
  result = co_await std::move(work);
  co_return &result;
}
task<bool> is_not_asked(task<int> work, bool quick) {
// CHECK-NOTES: :[[@LINE-1]]:35: warning: 'work' is awaited on some paths only, so on the others its work never runs; await it on each [async-unawaited-on-some-path]
// CHECK-NOTES: :[[@LINE+2]]:5: note: one path ends here without awaiting it
  if (quick)
    co_return true;
  co_await std::move(work);
  co_return true;
}
// No value says so, and a local is made here.
task<bool> always_says_no(task<int> work) {
// CHECK-NOTES: :[[@LINE-1]]:37: warning: 'work' is awaited on some paths only, so on the others its work never runs; await it on each [async-unawaited-on-some-path]
// CHECK-NOTES: :[[@LINE+2]]:5: note: one path ends here without awaiting it
  if (!prepare())
    co_return false;
  co_await std::move(work);
  co_return false;
}
task<bool> makes_its_own(int id) {
  task<int> work = fetch(id);
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: 'work' is awaited on some paths only, so on the others its work never runs; await it on each [async-unawaited-on-some-path]
  // CHECK-NOTES: :[[@LINE+2]]:5: note: one path ends here without awaiting it
  if (!prepare())
    co_return false;
  co_await std::move(work);
  co_return true;
}

// A pause has nothing to lose.

task<void> sleep(int time);
task<void> looks_twice(const race_state &race) {
  auto pause = sleep(1);
  if (race.is_open())
    co_return;
  co_await std::move(pause);
}

// Somebody else has made it, and started it.
struct registry {
  std::vector<task<int>> running;
  int asked;
};
task<int> taken_from_a_registry(registry &all, unsigned at) {
  std::optional<task<int>> job;
  job.emplace(std::move(all.running[at]));
  if (all.asked == 0)
    co_return -1;
  co_return co_await *std::move(job);
}
