// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s retry-without-backoff %t
//
// Attempts that say by their result how they went.

#include <chrono>
#include <inhouse/task.h>
#include <optional>
#include <system_error>
#include <tuple>

using inhouse::task;
using namespace std::chrono_literals;

struct reply {
  bool ok() const;
  int status = 0;
};
struct host {};
enum class outcome { ok, refused };
task<reply> call(host to);
task<bool> dial(host to);
task<bool> connect(host to);
task<int> publish(host to);
task<outcome> deliver(host to);
task<void> pause(std::chrono::milliseconds time);
std::chrono::milliseconds jitter(int attempt);

// What is reported.

task<reply> until_it_is_well(host to) {
  reply answer;
  do
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'call' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    answer = co_await call(to);
  while (!answer.ok());
  co_return answer;
}

task<reply> leaves_when_it_is_well(host to) {
  for (;;) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'call' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    auto answer = co_await call(to);
    if (answer.ok())
      co_return answer;
  }
}

task<bool> at_a_fixed_pace(host to) {
  for (int i = 0; i < 5; ++i) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'dial' is tried again at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
    if (co_await dial(to))
      co_return true;
    co_await pause(500ms);
  }
  co_return false;
}

task<void> in_the_condition(host to) {
  while (!co_await connect(to)) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  }
}

task<void> by_a_code(host to) {
  while (co_await publish(to)) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'publish' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  }
}

task<void> by_an_enumerator(host to) {
  while (co_await deliver(to) != outcome::ok) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'deliver' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  }
}

// A number below zero, or nothing.
task<int> open_line(host to);
task<std::optional<reply>> request(host to);
task<void> nap(std::chrono::milliseconds time);

task<int> until_it_is_a_number(host to) {
  for (int i = 0; i < 5; ++i) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'open_line' is tried again at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
    int line = co_await open_line(to);
    if (line >= 0)
      co_return line;
    co_await nap(500ms);
  }
  co_return -1;
}
task<int> while_it_is_none(host to) {
  int line = -1;
  do
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'open_line' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    line = co_await open_line(to);
  while (line == -1);
  co_return line;
}
task<reply> until_there_is_one(host to) {
  for (;;) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'request' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    if (auto answer = co_await request(to))
      co_return *answer;
  }
}

// A part of an object is the same each time, though it may be written through.
class caller {
public:
  task<std::error_code> to_a_part() {
    std::error_code error;
    for (int i = 0; i < tries; ++i) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'reach' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
      auto &to = std::get<0>(peers);
      error = co_await reach(to);
      if (!error)
        co_return error;
    }
    co_return error;
  }
  task<std::error_code> to_the_next() {
    std::error_code error;
    for (int i = 0; i < tries; ++i) {
      auto &to = std::get<1>(peers);
      ++to;
      error = co_await reach_number(to);
      if (!error)
        co_return error;
    }
    co_return error;
  }

private:
  task<std::error_code> reach(const host &to);
  task<std::error_code> reach_number(int to);
  std::tuple<host, int> peers;
  int tries = 3;
};

// What is not.

task<int> read_next(host from);
task<std::optional<reply>> pending(host of);
task<int> as_long_as_there_is_something(host from) {
  for (;;) {
    int size = co_await read_next(from);
    if (size < 0)
      co_return size;
  }
}
task<reply> waits_for_one(host of) {
  for (;;) {
    if (auto answer = co_await pending(of))
      co_return *answer;
  }
}

task<bool> longer_each_time(host to) {
  for (int i = 0; i < 5; ++i) {
    if (co_await dial(to))
      co_return true;
    co_await pause(jitter(i));
  }
  co_return false;
}

// A state is asked for, and nothing is tried.
task<bool> is_connected(host to);
task<reply> poll_status(host of);
task<bool> read_some(host from);
task<bool> next();
task<void> asks_for_a_state(host of) {
  while (!co_await is_connected(of))
    co_await pause(10ms);
  for (;;) {
    auto answer = co_await poll_status(of);
    if (answer.ok())
      co_return;
  }
}

// One step of a protocol after another.
task<void> goes_on_while_it_is_well(host with) {
  while (co_await read_some(with)) {
  }
  while (co_await next()) {
  }
  for (;;) {
    auto answer = co_await call(with);
    if (!answer.ok())
      co_return;
  }
}

task<void> another_each_time(host *all) {
  for (int i = 0;; ++i)
    if (co_await dial(all[i]))
      co_return;
}
