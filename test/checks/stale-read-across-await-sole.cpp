// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s stale-read-across-await %t
//
// State of an object that one coroutine at a time works on: the steps of who reads a stream, an object that
// is given up to a coroutine, a local of the one that waits for it, a value that is handed on.

#include <inhouse/task.h>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

using inhouse::task;

task<int> read_some(int least);
task<void> step(int n = 0);
template <typename F> task<void> for_each_slot(int slots, F f);

// A decoder goes from state to state in one loop, and a reset sets back what it starts with.

class Decoder {
public:
  task<int> read(int wanted) {
    int got = 0;
    while (got < wanted) {
      if (state == State::Size) {
        const int size = co_await read_some(4);
        state = size == 0 ? State::Done : State::Body;
        if (size > 100)
          state = State::Failed;
        continue;
      }
      if (state == State::Body) {
        got += co_await read_some(wanted);
        state = State::Size;
        continue;
      }
      break;
    }
    co_return got;
  }
  void reset() { state = State::Size; }

private:
  enum class State { Size, Body, Done, Failed };
  State state = State::Size;
};

// One state is asked for and one is set: the work of two callers.
class Link {
public:
  task<void> open(int port) {
    if (state == State::Open)
      co_return;
    co_await step(port);
    state = State::Open;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'state' is filled because of what it was before a suspension, and another call of this coroutine may have filled it meanwhile, so that work is done twice and one result is lost; look again after the await, or let the second one wait for the first [async-stale-read-across-await]
  }
  void close() { state = State::Closed; }

private:
  enum class State { Closed, Open };
  State state = State::Closed;
};

// What has come is counted off: there is one who reads.

class Body {
public:
  task<int> read(std::span<char> into) {
    if (exhausted)
      co_return 0;
    int n = co_await read_some(remaining);
    remaining -= n;
    if (n == 0 || remaining == 0)
      exhausted = true;
    co_return n;
  }
  task<int> read_chunk(int wanted) {
    if (chunk == 0) {
      chunk = co_await read_some(8);
      if (chunk == 0)
        co_return 0;
    }
    const int n = co_await read_some(wanted);
    chunk -= n;
    co_return n;
  }
  task<int> skips(int wanted) {
    if (headers == 0)
      headers = co_await read_some(8);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'headers' is filled because of what it was before a suspension, and another call of this coroutine may have filled it meanwhile, so that work is done twice and one result is lost; look again after the await, or let the second one wait for the first [async-stale-read-across-await]
    remaining -= co_await read_some(wanted);
    co_return headers;
  }

private:
  bool exhausted = false;
  int remaining = 0, chunk = 0, headers = 0;
};

// Given up to the coroutine, and to what it calls.

class Batch {
public:
  void add(int one) { all.push_back(one); }
  task<void> commit() && { co_await send(); }

private:
  task<void> send() {
    for (int one : all)
      co_await step(one);
  }
  std::vector<int> all;
};

class Shared {
public:
  void add(int one) { all.push_back(one); }
  task<void> commit() { co_await send(); }

private:
  task<void> send() {
    for (int one : all)
      // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: this loop walks 'all' across a suspension, and 'Shared::add' may change it meanwhile, after which its iterator leads nowhere; walk a copy [async-stale-read-across-await]
      co_await step(one);
  }
  std::vector<int> all;
};

// Moved out of, or assigned over: who does that has the object alone.

class Guard {
public:
  Guard &operator=(Guard &&other) {
    work = std::move(other.work);
    return *this;
  }
  std::vector<int> &&take() && { return std::move(work); }
  task<void> run() {
    for (int one : work)
      co_await step(one);
  }

private:
  std::vector<int> work;
};

// A local of the coroutine that waits for it.

class Lines {
public:
  void add(int one) { all.push_back(one); }
  task<void> send() {
    for (int one : all)
      co_await step(one);
  }

private:
  std::vector<int> all;
};
task<void> session() {
  Lines lines;
  lines.add(1);
  co_await lines.send();
}

class Kept {
public:
  void add(int one) { all.push_back(one); }
  task<void> send() {
    for (int one : all)
      // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: this loop walks 'all' across a suspension, and 'Kept::add' may change it meanwhile, after which its iterator leads nowhere; walk a copy [async-stale-read-across-await]
      co_await step(one);
  }

private:
  std::vector<int> all;
};
void publish(Kept &kept);
task<void> publishes() {
  Kept kept;
  publish(kept);
  co_await kept.send();
}

// A value that is handed on.

class Plan {
public:
  void add(int one) { all.push_back(one); }
  task<int> sum() const {
    int n = 0;
    for (int one : all) {
      co_await step(one);
      n += one;
    }
    co_return n;
  }

private:
  std::vector<int> all;
};
Plan make_plan() { return Plan(); }

class Tracker {
public:
  void add(int one) { all.push_back(one); }
  task<int> sum() const {
    int n = 0;
    for (int one : all) {
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: this loop walks 'all' across a suspension, and 'Tracker::add' may change it meanwhile, after which its iterator leads nowhere; walk a copy [async-stale-read-across-await]
      co_await step(one);
      n += one;
    }
    co_return n;
  }

private:
  std::vector<int> all;
};
std::unique_ptr<Tracker> make_tracker() { return std::make_unique<Tracker>(); }

// What a lambda does in what the caller awaits comes after.

class Slots {
public:
  task<void> all() {
    co_await prepare();
    co_await for_each_slot(2, [&](int slot) -> task<void> {
      left.erase(left.begin());
      co_await step(slot);
    });
  }

private:
  task<void> prepare() {
    for (int one : left)
      co_await step(one);
  }
  std::vector<int> left;
};

class Apart {
public:
  task<void> each() {
    co_await for_each_slot(2, [&](int slot) -> task<void> {
      left.erase(left.begin());
      co_await step(slot);
    });
  }
  task<void> walk() {
    for (int one : left)
      // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: this loop walks 'left' across a suspension, and this lambda may change it meanwhile, after which its iterator leads nowhere; walk a copy [async-stale-read-across-await]
      co_await step(one);
  }

private:
  std::vector<int> left;
};

// A local is its function's alone only if all that it does is awaited there.
void start(task<void> work);
class Spawned {
  std::map<int, int> items;

public:
  task<void> clears() {
    co_await step();
    items.clear();
  }
  task<int> looks_up() {
    auto found = items.find(1);
    co_await step();
    co_return found->second;
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'found' leads into 'items', which 'Spawned::clears' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
};
void starts(Spawned &other) { start(other.clears()); }
task<int> serves() {
  Spawned own;
  start(own.clears());
  co_return co_await own.looks_up();
}

// Two methods that one function alone calls come one after the other, unless it sets one going or joins both.

void spawn(task<void> work);
task<void> both(task<void> a, task<int> b);

class Ledger {
public:
  task<void> clean() {
    co_await step();
    entries.clear();
  }
  task<int> sum() {
    auto it = entries.find(1);
    co_await step();
    co_return it->second;
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'it' leads into 'entries', which 'Ledger::clean' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> refill() {
    co_await step();
    totals.clear();
  }
  task<int> total() {
    auto it = totals.find(1);
    co_await step();
    co_return it->second;
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'it' leads into 'totals', which 'Ledger::refill' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> reset() {
    co_await step();
    counts.clear();
  }
  task<int> count() {
    auto it = counts.find(1);
    co_await step();
    co_return it->second;
  }

private:
  std::map<int, int> entries, totals, counts;
};
task<int> sets_going(Ledger &ledger) {
  spawn(ledger.clean());
  co_return co_await ledger.sum();
}
task<void> joins(Ledger &ledger) { co_await both(ledger.refill(), ledger.total()); }
task<int> in_order(Ledger &ledger) {
  co_await ledger.reset();
  co_return co_await ledger.count();
}
