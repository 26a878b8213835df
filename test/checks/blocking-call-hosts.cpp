// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t -- -- -I%S/Inputs/hosts
//
// A host that is given by its numeric address is not looked up, wherever on the way it is given.

#include <inhouse/task.h>
#include <library.h>
#include <string>
#include <string_view>

using inhouse::task;

task<void> step();

class Address {
public:
  Address(std::string_view host, int port) { getaddrinfo(host.data(), "80", nullptr, &found); }
  Address() = default;
  void resolve(const std::string &host) { getaddrinfo(host.c_str(), "80", nullptr, &found); }

private:
  addrinfo *found = nullptr;
};

task<void> in_numbers() {
  co_await step();
  addrinfo *found = nullptr;
  getaddrinfo("127.0.0.1", "80", nullptr, &found);
  getaddrinfo("10.0.0.1", "80", nullptr, &found);
  getaddrinfo("::1", "80", nullptr, &found);
  getaddrinfo("fe80::1%eth0", "80", nullptr, &found);
  getaddrinfo(nullptr, "80", nullptr, &found);
  Address made{"127.0.0.1", 80};
  const std::string host = "10.0.0.1";
  Address other;
  other.resolve(host);
}

task<void> by_name(const char *given) {
  co_await step();
  addrinfo *found = nullptr;
  getaddrinfo("example.org", "80", nullptr, &found);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
  getaddrinfo("1.2.3", "80", nullptr, &found);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
  getaddrinfo("256.1.1.1", "80", nullptr, &found);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
  getaddrinfo(given, "127.0.0.1", nullptr, &found);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
  getaddrinfo(given ? given : "127.0.0.1", "80", nullptr, &found);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
  Address made{"example.org", 80};
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the constructor of 'Address' calls 'getaddrinfo', which blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
  std::string host = "10.0.0.1";
  host = "example.org";
  Address other;
  other.resolve(host);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Address::resolve' calls 'getaddrinfo', which blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
}

// What every caller gives.

task<void> connect_to(const char *host) {
  co_await step();
  addrinfo *found = nullptr;
  getaddrinfo(host, "80", nullptr, &found);
}
task<void> connect_one() { co_await connect_to("10.0.0.1"); }
task<void> connect_two() { co_await connect_to("10.0.0.2"); }

task<void> connect_anywhere(const char *host) {
  co_await step();
  addrinfo *found = nullptr;
  getaddrinfo(host, "80", nullptr, &found);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
}
task<void> connect_three() { co_await connect_anywhere("10.0.0.1"); }
task<void> connect_four(const char *host) { co_await connect_anywhere(host); }

// What a header offers is called by others as well.

task<void> connect_through_library() { co_await library::connect("10.0.0.1"); }
// CHECK-MESSAGES: library.h:13:13: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
