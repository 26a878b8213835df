// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s retry-without-backoff %t
// RUN: %check_cotidy --suffixes=ALL %s retry-without-backoff %t -- --config="{CheckOptions: {async-retry-without-backoff.RequireLimit: true}}"
// RUN: %check_cotidy --suffixes=FEW %s retry-without-backoff %t -- --config="{CheckOptions: {async-retry-without-backoff.RequireJitter: false}}"

#include <asio.hpp>
#include <chrono>
#include <exception>
#include <inhouse/task.h>
#include <vector>

using asio::use_awaitable;
using inhouse::task;
using namespace std::chrono_literals;

struct Order {};
task<int> place(Order order);
asio::awaitable<int> ask(int shop);
task<void> sleep_for(std::chrono::milliseconds pause);
std::chrono::milliseconds jitter(int attempt);
void log(const char *what);
bool stopped();

// What is reported.


task<int> at_once(Order order) {
  for (;;) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'place' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'place' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES-FEW: :[[@LINE-3]]:3: warning: 'place' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    try {
      co_return co_await place(order);
    } catch (const std::exception &e) {
      log(e.what());
    }
  }
}

task<int> at_once_three_times(Order order) {
  for (int attempt = 0; attempt < 3; ++attempt) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES-FEW: :[[@LINE-3]]:3: warning: 'place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    try {
      co_return co_await place(order);
    } catch (...) {
      log("again");
    }
  }
  co_return 0;
}

task<void> until_a_flag(Order order) {
  bool placed = false;
  while (!placed) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'place' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'place' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES-FEW: :[[@LINE-3]]:3: warning: 'place' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    try {
      co_await place(order);
      placed = true;
    } catch (...) {
    }
  }
}

asio::awaitable<void> by_error_code(asio::ip::tcp::socket &socket, asio::ip::tcp::endpoint endpoint) {
  for (;;) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'async_connect' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'async_connect' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES-FEW: :[[@LINE-3]]:3: warning: 'async_connect' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    auto [error] = co_await socket.async_connect(endpoint, asio::as_tuple(use_awaitable));
    if (!error)
      break;
  }
}

task<int> for_ever_at_a_fixed_pace(Order order) {
  while (true) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'place' is tried again for ever at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'place' is tried again for ever at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
  // CHECK-MESSAGES-FEW: :[[@LINE-3]]:3: warning: 'place' is tried again for ever at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
    try {
      co_return co_await place(order);
    } catch (...) {
      log("again");
    }
    co_await sleep_for(100ms);
  }
}

asio::awaitable<void> reconnects_at_a_fixed_pace(asio::ip::tcp::socket &socket, asio::ip::tcp::endpoint endpoint) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'async_connect' is tried again for ever at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'async_connect' is tried again for ever at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
  // CHECK-MESSAGES-FEW: :[[@LINE-3]]:3: warning: 'async_connect' is tried again for ever at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
    try {
      co_await socket.async_connect(endpoint, use_awaitable);
      char data[64];
      for (;;)
        co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    } catch (...) {
      log("lost");
    }
    timer.expires_after(5s);
    co_await timer.async_wait(use_awaitable);
  }
}

template <typename T> struct outcome {
  explicit operator bool() const;
  bool has_value() const;
  T &operator*();
  int error() const;
};
task<outcome<int>> try_place(Order order);
task<bool> is_open(Order order);

task<int> by_an_outcome(Order order) {
  while (true) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'try_place' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'try_place' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES-FEW: :[[@LINE-3]]:3: warning: 'try_place' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    auto placed = co_await try_place(order);
    if (placed.has_value())
      co_return *placed;
  }
}

task<int> by_an_outcome_the_other_way(Order order) {
  for (int attempt = 0; attempt < 3; ++attempt) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'try_place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'try_place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES-FEW: :[[@LINE-3]]:3: warning: 'try_place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    auto placed = co_await try_place(order);
    if (!placed) {
      log("again");
      continue;
    }
    co_return *placed;
  }
  co_return 0;
}

task<int> by_the_condition(Order order) {
  outcome<int> placed;
  int attempts = 0;
  do {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'try_place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'try_place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES-FEW: :[[@LINE-3]]:3: warning: 'try_place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    placed = co_await try_place(order);
  } while (!placed && ++attempts < 5);
  co_return *placed;
}

task<int> by_a_flag_of_failure(Order order) {
  for (;;) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'place' is tried again for ever at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'place' is tried again for ever at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
  // CHECK-MESSAGES-FEW: :[[@LINE-3]]:3: warning: 'place' is tried again for ever at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
    bool failed = false;
    int number = 0;
    try {
      number = co_await place(order);
    } catch (...) {
      failed = true;
    }
    if (!failed)
      co_return number;
    co_await sleep_for(100ms);
  }
}

task<void> by_a_flag_of_success(Order order) {
  bool placed = false;
  for (int attempt = 0; attempt < 3; ++attempt) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
  // CHECK-MESSAGES-FEW: :[[@LINE-3]]:3: warning: 'place' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    try {
      co_await place(order);
      placed = true;
    } catch (...) {
      log("again");
    }
    if (placed)
      break;
  }
}

// Reported unless a fixed pace is allowed.

task<int> three_times_at_a_fixed_pace(Order order) {
  for (int attempt = 0; attempt < 3; ++attempt) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'place' is tried again at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'place' is tried again at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
    try {
      co_return co_await place(order);
    } catch (...) {
      log("again");
    }
    co_await sleep_for(100ms);
  }
  co_return 0;
}

// Reported only on request.

task<int> for_ever_but_slower(Order order) {
  std::chrono::milliseconds pause = 100ms;
  while (true) {
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'place' is tried again for ever, so whoever waits for it is never told that it fails; limit the attempts [async-retry-without-backoff]
    try {
      co_return co_await place(order);
    } catch (...) {
      log("again");
    }
    co_await sleep_for(pause);
    pause *= 2;
  }
}

// What is not.

// The answer is waited for, not the call.
task<void> polls_though_it_may_fail(Order order) {
  bool open = false;
  for (;;) {
    try {
      open = co_await is_open(order);
    } catch (...) {
      log("unknown");
    }
    if (open)
      break;
    co_await sleep_for(100ms);
  }
}

task<int> backs_off(Order order) {
  std::chrono::milliseconds pause = 100ms;
  for (int attempt = 0;; ++attempt) {
    try {
      co_return co_await place(order);
    } catch (...) {
      if (attempt > 5)
        throw;
    }
    co_await sleep_for(pause + jitter(attempt));
    pause *= 2;
  }
}

task<int> tries_the_next(std::vector<Order> orders) {
  for (Order order : orders) {
    try {
      co_return co_await place(order);
    } catch (...) {
      log("the next");
    }
  }
  co_return 0;
}

task<Order> next();
task<void> serves(int) {
  for (;;) {
    try {
      Order order = co_await next();
      co_await place(order);
    } catch (...) {
      log("failed");
    }
  }
}

task<int> gives_up(Order order) {
  for (;;) {
    try {
      co_return co_await place(order);
    } catch (...) {
      log("failed");
      throw;
    }
  }
}

// The round that a macro's loop runs is no attempt.
#define EXPECT_FAILURE(statement)                                                                            \
  do {                                                                                                       \
    try {                                                                                                    \
      statement;                                                                                             \
      co_return;                                                                                             \
    } catch (const std::exception &) {                                                                       \
    }                                                                                                        \
  } while (stopped())

task<void> once(Order order) { EXPECT_FAILURE(co_await place(order)); }
task<void> once_without_a_macro(Order order) {
  do {
    try {
      co_await place(order);
      co_return;
    } catch (const std::exception &) {
    }
  } while (false);
  do {
    try {
      co_await place(order);
      co_return;
    } catch (const std::exception &) {
    }
  } while (0);
}

// A timer of its own for each pause.
asio::awaitable<int> by_timers_that_grow(asio::io_context &context, int shop) {
  for (int attempt = 1; attempt <= 3; ++attempt) {
    if (attempt > 1) {
      int seconds = attempt - 1;
      asio::steady_timer timer(context, std::chrono::seconds(seconds));
      co_await timer.async_wait(use_awaitable);
    }
    try {
      co_return co_await ask(shop);
    } catch (const std::exception &) {
      log("again");
    }
  }
  co_return 0;
}
asio::awaitable<int> by_timers_of_a_second(asio::io_context &context, int shop) {
  for (int attempt = 1; attempt <= 3; ++attempt) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'ask' is tried again at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:3: warning: 'ask' is tried again at a fixed pace, so all clients of a peer that was down come back at the same time; wait longer each time, by a random part [async-retry-without-backoff]
    if (attempt > 1) {
      asio::steady_timer timer(context, 1s);
      co_await timer.async_wait(use_awaitable);
    }
    try {
      co_return co_await ask(shop);
    } catch (const std::exception &) {
      log("again");
    }
  }
  co_return 0;
}
