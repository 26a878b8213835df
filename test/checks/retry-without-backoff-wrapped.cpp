// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s retry-without-backoff %t
//
// Attempts whose failure is wrapped: by an adaptor around the await, or in a result that the arms of a branch ask.

#include <asio.hpp>
#include <asio/cancel_after.hpp>
#include <chrono>
#include <exception>
#include <folly/coro/all.h>
#include <inhouse/task.h>

using inhouse::task;
using namespace std::chrono_literals;

struct host {};
template <typename T> struct attempt {
  bool hasException() const;
  bool hasValue() const;
  std::exception_ptr exception() const;
  T &value();
};
task<attempt<int>> open(host to);
task<void> pause(std::chrono::milliseconds time);
std::chrono::milliseconds jitter(int attempt);
void log(const char *what);
void keep(int line);
bool is_needed();

// What is reported.

folly::coro::Task<int> quote(int shop);
folly::coro::Task<void> by_a_try(int shop) {
  for (int attempt = 0; attempt < 3; ++attempt) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'quote' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    auto answer = co_await folly::coro::co_awaitTry(quote(shop));
    if (answer.hasValue())
      co_return;
  }
}

// Its error is thrown by a co_yield, which is no pause.
struct stopping {
  struct promise_type {
    stopping get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    std::suspend_always yield_value(std::exception_ptr);
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
stopping yields_its_error(host to) {
  for (int i = 0; i < 5; ++i) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'open' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    auto line = co_await open(to);
    if (!is_needed())
      co_yield std::exception_ptr();
    if (line.hasException()) {
      log("not yet");
    } else {
      keep(line.value());
      co_return;
    }
  }
}

task<void> unless_there_is_an_exception(host to) {
  for (int i = 0; i < 5; ++i) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'open' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    auto line = co_await open(to);
    if (!line.hasException())
      co_return;
  }
}

task<void> while_there_is_an_exception(host to) {
  attempt<int> line;
  do
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'open' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    line = co_await open(to);
  while (line.hasException());
}

task<void> falls_out_of_the_branch(host to, bool first) {
  for (int i = 0; i < 5; ++i) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'open' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    attempt<int> line;
    if (first)
      line = co_await open(to);
    else
      line = co_await open(host{});
    if (line.hasException()) {
      log("not yet");
      if (!is_needed())
        break;
    } else {
      keep(line.value());
      co_return;
    }
  }
}

task<void> success_first(host to) {
  for (int i = 0; i < 5; ++i) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'open' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    auto line = co_await open(to);
    if (line.hasValue()) {
      keep(line.value());
      break;
    } else {
      log("not yet");
    }
  }
}

// What is not.

task<void> longer_each_time(host to) {
  for (int i = 0; i < 5; ++i) {
    auto line = co_await open(to);
    if (line.hasException()) {
      log("not yet");
      co_await pause(jitter(i));
    } else {
      keep(line.value());
      co_return;
    }
  }
}

task<void> gives_up_either_way(host to) {
  for (int i = 0; i < 5; ++i) {
    auto line = co_await open(to);
    if (line.hasException()) {
      log("no");
      co_return;
    } else {
      keep(line.value());
      co_return;
    }
  }
}

task<void> goes_on_when_it_is_well(host to) {
  for (int i = 0; i < 5; ++i) {
    auto line = co_await open(to);
    if (line.hasException()) {
      log("no");
      break;
    } else {
      keep(line.value());
    }
  }
}

// The lock of this process is waited for, however often the loop looks at what it guards.
struct own_mutex {
  struct held {};
  task<attempt<held>> lock();
};
task<void> until_it_is_mine(own_mutex &mutex) {
  while (true) {
    auto mine = co_await mutex.lock();
    if (mine.hasValue())
      co_return;
  }
}

// What a limit ends around the coroutine is no attempt for ever.

asio::awaitable<void> rest(std::chrono::milliseconds time);
asio::awaitable<void> waits_for_a_port(asio::ip::tcp::socket &socket, asio::ip::tcp::endpoint to) {
  for (;;) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_connect' is tried again at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
    try {
      co_await socket.async_connect(to, asio::use_awaitable);
      break;
    } catch (const std::exception &error) {
      log(error.what());
    }
    co_await rest(10ms);
  }
}
void for_some_time(asio::io_context &context, asio::ip::tcp::socket &socket, asio::ip::tcp::endpoint to) {
  asio::co_spawn(context, waits_for_a_port(socket, to), asio::cancel_after(5s, asio::detached));
}

// What is acquired elsewhere may fail, and is tried again.
struct database {
  task<int> acquire_writer_connection();
};
task<void> keeps_connecting(database &db) {
  while (true) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'acquire_writer_connection' is tried again for ever at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
    try {
      co_await db.acquire_writer_connection();
      co_return;
    } catch (const std::exception &error) {
      log(error.what());
    }
    co_await pause(10ms);
  }
}
