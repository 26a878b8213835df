// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unsettled-promise %t
//
// A promise that two callbacks have, one for the result and one for the errors: the first is to settle it where it
// gives up, for the second is not called then.

#include <coroutine>
#include <exception>
#include <functional>
#include <future>
#include <inhouse/task.h>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

using inhouse::task;

using Answer = std::promise<std::string>;
using OnData = std::function<void(std::string)>;
using OnError = std::function<void(std::error_code)>;
struct Reader {
  void on_data(OnData handler);
  void on_error(OnError handler);
  void on_failure(std::function<void(std::string)> handler);
  void on_close(std::function<void()> handler);
  void on_timeout(std::function<void()> handler);
  void fetch(int id, OnData done, OnError failed);
  void subscribe(OnData next, OnError failed);
  void cancel();
};
struct Logger {
  void log(const char *what);
};
void log(const char *what);
task<int> in_this_unit();
std::exception_ptr made_of(std::error_code error);

// What is reported.

std::future<std::string> says_that_it_is_too_large(Reader &reader) {
  auto promise = std::make_shared<Answer>();
  reader.on_data([promise](std::string text) {
    if (text.size() > 4096) {
      log("too large");
      return;
    }
    promise->set_value(std::move(text));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
  });
  reader.on_error([promise](std::error_code error) { promise->set_exception(made_of(error)); });
  return promise->get_future();
}

std::future<std::string> says_so_in_an_arm(Reader &reader) {
  auto promise = std::make_shared<Answer>();
  reader.on_data([promise](std::string text) {
    if (text.size() <= 4096)
      promise->set_value(std::move(text));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
    else
      log("too large");
  });
  reader.on_failure([promise](std::string) { promise->set_exception(made_of({})); });
  return promise->get_future();
}

std::future<std::string> says_so_to_its_logger(Reader &reader, Logger &logger) {
  auto promise = std::make_shared<Answer>();
  reader.on_data([promise, &logger](std::string text) {
    if (text.empty())
      return logger.log("empty");
    promise->set_value(std::move(text));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
  });
  reader.on_error([promise](std::error_code error) { promise->set_exception(made_of(error)); });
  return promise->get_future();
}

std::future<std::string> prints_it(Reader &reader) {
  auto promise = std::make_shared<Answer>();
  reader.on_data([promise](std::string text) {
    if (text.empty()) {
      std::cerr << "empty";
      return;
    }
    promise->set_value(std::move(text));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
  });
  reader.on_error([promise](std::error_code error) { promise->set_exception(made_of(error)); });
  return promise->get_future();
}

std::future<std::string> both_of_one_call(Reader &reader) {
  auto promise = std::make_shared<Answer>();
  reader.fetch(
      1,
      [promise](std::string text) {
        if (text.empty())
          return;
        promise->set_value(std::move(text));
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'promise' is settled on some paths only, so whoever waits is left without an answer on the others; settle it on each, with an error if need be [async-unsettled-promise]
      },
      [promise](std::error_code error) { promise->set_exception(made_of(error)); });
  return promise->get_future();
}

struct next_text {
  Reader &reader;
  std::string text;
  std::error_code error;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    reader.on_data([this, waiting](std::string got) {
      if (got.size() > 4096) {
        log("too large");
        return;
      }
      text = std::move(got);
      waiting.resume();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the coroutine behind 'waiting' is resumed on some paths only, and waits for ever on the others; resume it on each [async-unsettled-promise]
    });
    reader.on_error([this, waiting](std::error_code failed) {
      error = failed;
      waiting.resume();
    });
  }
  std::string await_resume() { return std::move(text); }
};

// What is not: each path settles, or it is not what is waited for.

std::future<std::string> settles_on_each_path(Reader &reader) {
  auto promise = std::make_shared<Answer>();
  reader.on_data([promise](std::string text) {
    if (text.size() > 4096) {
      log("too large");
      promise->set_exception(made_of({}));
      return;
    }
    promise->set_value(std::move(text));
  });
  reader.on_error([promise](std::error_code error) { promise->set_exception(made_of(error)); });
  return promise->get_future();
}

std::future<std::string> passes_over_what_is_empty(Reader &reader) {
  auto promise = std::make_shared<Answer>();
  reader.on_data([promise](std::string text) {
    if (text.empty())
      return;
    promise->set_value(std::move(text));
  });
  reader.on_error([promise](std::error_code error) { promise->set_exception(made_of(error)); });
  return promise->get_future();
}

std::future<std::string> looks_for_one(Reader &reader, std::string wanted) {
  auto promise = std::make_shared<Answer>();
  reader.on_data([promise, wanted](std::string text) {
    if (text != wanted) {
      log("another");
      return;
    }
    promise->set_value(std::move(text));
  });
  reader.on_error([promise](std::error_code error) { promise->set_exception(made_of(error)); });
  return promise->get_future();
}

std::future<std::string> is_subscribed(Reader &reader) {
  auto promise = std::make_shared<Answer>();
  reader.subscribe(
      [promise](std::string text) {
        if (text.empty())
          return;
        promise->set_value(std::move(text));
      },
      [promise](std::error_code error) { promise->set_exception(made_of(error)); });
  return promise->get_future();
}

// Something else comes in any case: the end of the stream, the time, what cancels.

std::future<std::string> until_it_is_closed(Reader &reader) {
  auto promise = std::make_shared<Answer>();
  reader.on_data([promise](std::string text) {
    if (text.size() > 4096) {
      log("too large");
      return;
    }
    promise->set_value(std::move(text));
  });
  reader.on_close([promise] { promise->set_exception(made_of({})); });
  return promise->get_future();
}
std::future<std::string> until_it_takes_too_long(Reader &reader) {
  auto promise = std::make_shared<Answer>();
  reader.on_data([promise](std::string text) {
    if (text.size() > 4096) {
      log("too large");
      return;
    }
    promise->set_value(std::move(text));
  });
  reader.on_timeout([promise] { promise->set_exception(made_of({})); });
  return promise->get_future();
}
std::future<std::string> cancels_the_rest(Reader &reader) {
  auto promise = std::make_shared<Answer>();
  reader.on_data([promise, &reader](std::string text) {
    if (text.size() > 4096) {
      log("too large");
      reader.cancel();
      return;
    }
    promise->set_value(std::move(text));
  });
  reader.on_error([promise](std::error_code error) { promise->set_exception(made_of(error)); });
  return promise->get_future();
}
std::future<std::string> of_two_readers(Reader &reader, Reader &other) {
  auto promise = std::make_shared<Answer>();
  reader.on_data([promise](std::string text) {
    if (text.size() > 4096) {
      log("too large");
      return;
    }
    promise->set_value(std::move(text));
  });
  other.on_error([promise](std::error_code error) { promise->set_exception(made_of(error)); });
  return promise->get_future();
}
