// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s swallowed-exception %t
// RUN: %check_cotidy --suffixes=VALUES %s swallowed-exception %t -- --config="{CheckOptions: {async-swallowed-exception.AllowValues: true}}"

#include <asio.hpp>
#include <chrono>
#include <inhouse/task.h>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <vector>

using inhouse::task;

task<int> fetch(int id);
void log(const char *what);
struct not_found : std::runtime_error {
  not_found();
};

// What is reported.

task<void> empty(int id) {
  try {
    co_await fetch(id);
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
}

task<void> every_standard_one(int id) {
  try {
    co_await fetch(id);
  } catch (const std::exception &) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    // best effort
  }
}

task<int> answers_with_a_value(int id) {
  try {
    co_return co_await fetch(id);
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    co_return 0;
  }
}

task<void> goes_on_with_the_next(std::vector<int> ids) {
  for (int id : ids)
    try {
      co_await fetch(id);
    } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:7: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
      continue;
    }
}

// That something failed is an answer, and a request to stop is eaten with it.

task<bool> answers_false_to_everything(int id) {
  try {
    co_await fetch(id);
    co_return true;
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    co_return false;
  }
}

task<std::optional<int>> answers_nothing_to_everything(int id) {
  try {
    co_return co_await fetch(id);
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    co_return std::nullopt;
  }
}

// What is not.

task<void> tells(int id) {
  try {
    co_await fetch(id);
  } catch (const std::exception &e) {
    log(e.what());
  }
}

task<void> passes_on(int id) {
  try {
    co_await fetch(id);
  } catch (...) {
    throw;
  }
}

task<std::optional<int>> expects_one(int id) {
  try {
    co_return co_await fetch(id);
  } catch (const not_found &) {
    co_return std::nullopt;
  }
}

// A value that says that it failed.

task<bool> answers_false(int id) {
  try {
    co_await fetch(id);
    co_return true;
  } catch (const std::exception &) {
    co_return false;
  }
}

task<std::optional<int>> answers_nothing(int id) {
  try {
    co_return co_await fetch(id);
  } catch (const std::exception &) {
    co_return std::nullopt;
  }
}

enum class outcome { done, failed };
task<outcome> answers_with_an_outcome(int id) {
  try {
    co_await fetch(id);
    co_return outcome::done;
  } catch (...) {
    co_return outcome::failed;
  }
}

task<int> answers_minus_one(int id) {
  try {
    co_return co_await fetch(id);
  } catch (const std::exception &) {
    co_return -1;
  }
}

task<std::error_code> answers_with_an_error(int id) {
  try {
    co_await fetch(id);
    co_return std::error_code();
  } catch (...) {
    co_return std::make_error_code(std::errc::timed_out);
  }
}

// What ends a connection has nothing left to save.
task<void> close(int id);
task<void> cleans_up(int id) {
  try {
    co_await close(id);
  } catch (...) {
  }
}

task<void> awaits_nothing_there(int id) {
  int first = co_await fetch(id);
  try {
    log("x");
  } catch (...) {
  }
}

void plain() {
  try {
    log("x");
  } catch (...) {
  }
}

// What is started tells its errors to a callback.

asio::awaitable<void> elsewhere(int id);
asio::awaitable<int> count();
asio::awaitable<void> never_fails() noexcept { co_return; }
asio::awaitable<void> stays_where_it_is() { co_await asio::dispatch(asio::use_awaitable); }

void looks_away(asio::io_context &io, asio::awaitable<void> given) {
  asio::co_spawn(io, elsewhere(1), [](std::exception_ptr) {});
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: this callback ignores the error of the task, so nobody learns that its work was not done; report it there [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:36: warning: this callback ignores the error of the task, so nobody learns that its work was not done; report it there [async-swallowed-exception]
  asio::co_spawn(io, count(), [](std::exception_ptr error, int n) { log("done"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: this callback ignores the error of the task, so nobody learns that its work was not done; report it there [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:31: warning: this callback ignores the error of the task, so nobody learns that its work was not done; report it there [async-swallowed-exception]
  asio::co_spawn(io, elsewhere(1), [](auto &&...) {});
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: this callback ignores the error of the task, so nobody learns that its work was not done; report it there [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:36: warning: this callback ignores the error of the task, so nobody learns that its work was not done; report it there [async-swallowed-exception]
  asio::co_spawn(io, std::move(given), [](std::exception_ptr) {});
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: this callback ignores the error of the task, so nobody learns that its work was not done; report it there [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:40: warning: this callback ignores the error of the task, so nobody learns that its work was not done; report it there [async-swallowed-exception]
}

void looks(asio::io_context &io) {
  asio::co_spawn(io, elsewhere(1), [](std::exception_ptr error) {
    if (error)
      log("failed");
  });
  asio::co_spawn(io, never_fails(), [](std::exception_ptr) {});
  asio::co_spawn(io, stays_where_it_is(), [](std::exception_ptr) {});
}

// The exception is expected.

task<void> always_fails() {
  throw std::runtime_error("always");
  co_return;
}
task<void> expects_it() {
  try {
    co_await always_fails();
  } catch (...) {
  }
}
void check(bool holds);
task<void> fails_the_test(int id) {
  try {
    co_await fetch(id);
  } catch (const not_found &) {
    co_return;
  } catch (...) {
  }
  check(false);
}

// What comes after the handler tells.

task<int> tells_afterwards(int id) {
  try {
    co_return co_await fetch(id);
  } catch (...) {
  }
  log("no answer");
  co_return 0;
}
task<int> throws_afterwards(int id) {
  try {
    co_return co_await fetch(id);
  } catch (const std::exception &) {
  }
  throw not_found();
}
task<int> answers_afterwards(int id) {
  try {
    co_return co_await fetch(id);
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
  co_return 0;
}

task<int> answers_to_one_sort(int id) {
  try {
    co_return co_await fetch(id);
  } catch (const std::runtime_error &) {
    co_return 0;
  }
}

// That nothing is thrown is the failure.

void fail(const char *why);
#define FAIL(why)                                                                                            \
  do {                                                                                                       \
    check(why);                                                                                              \
  } while (false)

task<void> fails_if_it_succeeds(int id) {
  try {
    co_await fetch(id);
    fail("no exception");
  } catch (const std::exception &) {
  }
}
task<void> fails_by_a_macro(int id) {
  try {
    co_await fetch(id);
    FAIL("no exception");
  } catch (...) {
  }
}
task<void> throws_if_it_succeeds(int id) {
  try {
    co_await fetch(id);
    throw not_found();
  } catch (const std::runtime_error &) {
  }
}
task<void> fails_on_some_answers_only(int id) {
  try {
    if (co_await fetch(id) == 0)
      fail("nothing");
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
}

// A flag tells.

task<void> sets_a_flag(int id) {
  bool fetched = false;
  try {
    co_await fetch(id);
    fetched = true;
  } catch (...) {
  }
  if (!fetched)
    log("failed");
}
task<void> asks_for_the_result(int id) {
  std::optional<int> answer;
  try {
    answer = co_await fetch(id);
  } catch (...) {
  }
  if (answer.has_value())
    log("answered");
}
task<void> sets_it_too_early(int id) {
  bool begun = false;
  try {
    begun = true;
    co_await fetch(id);
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
  if (begun)
    log("begun");
}
task<int> goes_on_with_a_default(int id) {
  int value = 0;
  try {
    value = co_await fetch(id);
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
  co_return value;
}

// The very type that what is awaited is seen to throw is one of its outcomes.

task<int> may_refuse(int id) {
  if (id == 0)
    throw std::runtime_error("refused");
  co_return co_await fetch(id);
}
task<void> takes_a_refusal(int id) {
  try {
    co_await may_refuse(id);
  } catch (const std::runtime_error &) {
  }
}
task<void> takes_more_than_a_refusal(int id) {
  try {
    co_await may_refuse(id);
  } catch (const std::exception &) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
}
task<void> takes_another_failure(int id) {
  try {
    co_await may_refuse(id);
    co_await fetch(id);
  } catch (const std::runtime_error &) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
}

// A variable that the handler sets.

task<void> sets_a_flag_for_nobody(int id) {
  bool fetched = true;
  try {
    co_await fetch(id);
  } catch (const std::exception &) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    fetched = false;
  }
  co_await fetch(id + 1);
}
task<void> sets_it_whatever_comes(int id) {
  bool fetched = true;
  try {
    co_await fetch(id);
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    fetched = false;
  }
  log("done");
}
task<int> fills_in_for_the_result(int id) {
  int value;
  try {
    value = co_await fetch(id);
  } catch (const std::exception &) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
    value = 0;
  }
  co_return value;
}

task<bool> returns_its_flag(int id) {
  bool fetched = true;
  try {
    co_await fetch(id);
  } catch (...) {
    fetched = false;
  }
  co_return fetched;
}
task<void> asks_its_flag(int id) {
  bool fetched = true;
  try {
    co_await fetch(id);
  } catch (const std::exception &) {
    fetched = false;
  }
  if (!fetched)
    log("failed");
}
task<int> returns_its_code(int id) {
  int code = 0;
  try {
    co_await fetch(id);
  } catch (const std::exception &) {
    code = 1;
  }
  co_return code;
}
task<int> asks_what_it_filled_in(int id) {
  int value;
  try {
    value = co_await fetch(id);
  } catch (const std::exception &) {
    value = 0;
  }
  if (value == 0)
    log("nothing");
  co_return value;
}
task<int> falls_back_on_the_last(int id, int last) {
  int value;
  try {
    value = co_await fetch(id);
  } catch (const std::exception &) {
    value = last;
  }
  co_return value;
}
task<void> fails_later(int id) {
  bool fetched = true;
  try {
    co_await fetch(id);
    co_return;
  } catch (...) {
    fetched = false;
  }
  throw not_found();
}

// A pause of the project's own that is cut short: nothing has failed.

task<void> sleep_on_wheel(std::chrono::nanoseconds time);
template <class Rep, class Period> task<void> sleep_on_wheel(std::chrono::duration<Rep, Period> time) {
  return sleep_on_wheel(std::chrono::duration_cast<std::chrono::nanoseconds>(time));
}
task<void> heartbeat(const bool &stop) {
  while (!stop) {
    try {
      co_await sleep_on_wheel(std::chrono::seconds(5));
    } catch (const std::exception &) {
      co_return;
    }
    log("alive");
  }
}
task<void> sleep_and_fetch(std::chrono::seconds time, int id) {
  co_await sleep_on_wheel(time);
  co_await fetch(id);
}
task<void> more_than_a_pause(int id) {
  try {
    co_await sleep_and_fetch(std::chrono::seconds(5), id);
  } catch (...) {
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  // CHECK-MESSAGES-VALUES: :[[@LINE-2]]:5: warning: this handler drops every failure of the awaits before it, a request to stop included, and tells nobody; report it and rethrow, or catch only what is expected [async-swallowed-exception]
  }
}
