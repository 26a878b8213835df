// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s retry-without-backoff %t
//
// A failure that a status in the result tells.

#include <inhouse/task.h>
#include <string>
#include <vector>

using inhouse::task;

enum class verdict { ok, busy };
struct reply {
  int status;
  int size;
  verdict code() const;
};
struct client {
  task<reply> connect(std::string url);
  task<reply> get(std::string url);
  task<reply> poll(std::string url);
  void reset();
  void add_header(std::string name, std::string value);
  void set_page(int page);
};
task<void> pause(int milliseconds);
void log(const char *what);

// What is reported.

task<bool> connects(client &peer, std::string url) {
  reply result{};
  for (int attempt = 0; attempt < 10; ++attempt) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    result = co_await peer.connect(url);
    if (result.status != 200) {
      log("again");
      peer.reset();
      continue;
    }
    break;
  }
  co_return result.status == 200;
}
struct header {
  std::string name, value;
};
task<void> connects_with(client &peer, std::string url, const std::vector<header> &headers) {
  for (int attempt = 0; attempt < 10; ++attempt) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' is tried again at once when it fails, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    for (auto &one : headers)
      peer.add_header(one.name, one.value);
    reply result = co_await peer.connect(url);
    if (result.status != 200) {
      peer.reset();
      continue;
    }
    break;
  }
}
task<reply> gets(client &peer, std::string url) {
  while (true) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'get' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    reply result = co_await peer.get(url);
    if (result.status == 200)
      co_return result;
  }
}
task<reply> gets_by_a_method(client &peer, std::string url) {
  while (true) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'get' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    reply result = co_await peer.get(url);
    if (result.code() == verdict::ok)
      co_return result;
  }
}
task<reply> gets_until_it_is_well(client &peer, std::string url) {
  reply result{};
  do {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'get' is tried again at once when it fails, and for ever, so a peer in trouble gets all the load its clients can make; wait between attempts, longer each time [async-retry-without-backoff]
    result = co_await peer.get(url);
  } while (result.status != 200);
  co_return result;
}

// What is not.

// Another round is no failure.
task<reply> looks_for_a_status(client &peer, std::string url) {
  while (true) {
    reply result = co_await peer.get(url);
    if (result.status == 404)
      co_return result;
  }
}
task<reply> looks_for_a_part(client &peer, std::string url) {
  while (true) {
    reply result = co_await peer.get(url);
    if (result.size == 200)
      co_return result;
  }
}
task<reply> asks_for_a_state(client &peer, std::string url) {
  while (true) {
    reply result = co_await peer.poll(url);
    if (result.status == 200)
      co_return result;
  }
}
task<reply> waits_longer_each_time(client &peer, std::string url) {
  int wait = 10;
  while (true) {
    reply result = co_await peer.get(url);
    if (result.status == 200)
      co_return result;
    wait *= 2;
    co_await pause(wait);
  }
}
task<reply> asks_for_one_page_after_another(client &peer, std::string url) {
  for (int page = 0;; ++page) {
    peer.set_page(page);
    reply result = co_await peer.get(url);
    if (result.status == 200)
      co_return result;
  }
}
task<int> goes_over_pages(client &peer, std::string url) {
  int size = 0;
  for (int page = 0; page < 10; ++page) {
    reply result = co_await peer.get(url + std::to_string(page));
    if (result.status != 200)
      continue;
    size += result.size;
  }
  co_return size;
}
