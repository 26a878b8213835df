// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s dangling-capture %t
//
// Functions that run what they are given under a lock, in a group or with an object: most move the closure into
// a continuation, which is gone before the coroutine has ended.

#include <seastar/core/all.hh>
#include <utility>

namespace seastar {
future<> pause(int n);
}
using seastar::future;
using seastar::pause;

class log_file {
public:
  future<> append(int chunk) {
    co_await seastar::with_lock(mutex, [=, this]() -> future<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; copy them into the coroutine before it first awaits [async-dangling-capture]
      co_await pause(1);
      end += chunk;
    });
  }
  future<> look() {
    return seastar::with_shared(mutex, [this]() -> future<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; copy them into the coroutine before it first awaits [async-dangling-capture]
      co_await pause(1);
      co_await pause(end);
    });
  }
  future<> flush() {
    co_await seastar::with_semaphore(permits, 1, [this]() -> future<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:50: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; copy them into the coroutine before it first awaits [async-dangling-capture]
      co_await pause(1);
      end = 0;
    });
  }
  future<> in_a_group(int n) {
    co_await seastar::with_scheduling_group(group, [n]() -> future<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:52: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; copy them into the coroutine before it first awaits [async-dangling-capture]
      co_await pause(1);
      co_await pause(n);
    });
  }
  future<> with_an_object(seastar::file opened, int n) {
    co_await seastar::with_closeable(std::move(opened), [n](seastar::file &f) -> future<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:57: warning: the captures of this lambda die before the coroutine it starts, which reads them when it is resumed; copy them into the coroutine before it first awaits [async-dangling-capture]
      co_await f.flush();
      co_await pause(n);
    });
  }

  // What is not.

  future<> keeps_it_itself(int chunk) {
    co_await seastar::with_lock(mutex, seastar::coroutine::lambda([=, this]() -> future<> {
      co_await pause(1);
      end += chunk;
    }));
  }
  future<> captures_nothing_that_it_reads_late(int chunk) {
    co_await seastar::with_lock(mutex, [=]() -> future<> {
      int copy = chunk;
      co_await pause(1);
      co_await pause(copy);
    });
  }
  future<> is_no_coroutine() {
    co_await seastar::with_lock(mutex, [this] { return pause(end); });
  }
  // A coroutine with the function for a parameter.
  future<> with_the_file(int n) {
    co_await seastar::with_file(seastar::open_file_dma("log", 0), [n](seastar::file &f) -> future<> {
      co_await f.flush();
      co_await pause(n);
    });
  }
  // It is run where it is, at the end of the statement.
  future<> at_a_gate() {
    co_await seastar::with_gate(gate, [this]() -> future<> {
      co_await pause(1);
      end = 0;
    });
  }

private:
  seastar::shared_mutex mutex;
  seastar::semaphore permits{1};
  seastar::scheduling_group group;
  seastar::gate gate;
  int end = 0;
};
