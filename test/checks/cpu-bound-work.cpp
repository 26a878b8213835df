// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s cpu-bound-work %t

#include <asio.hpp>
#include <concurrencpp/concurrencpp.h>
#include <inhouse/task.h>
#include <memory>
#include <regex>
#include <seastar/core/coroutine.hh>
#include <string>

using inhouse::task;

extern "C" {
struct z_stream;
int crypto_pwhash(unsigned char *out, unsigned long long length, const char *password);
int compress(unsigned char *to, unsigned long *size, const unsigned char *from, unsigned long length);
int deflate(z_stream *stream, int flush);
}

struct Request {
  std::string password;
  unsigned char key[32];
};

task<bool> receive(Request &request);
task<void> send();

// What is reported.

task<void> hashes(Request &request) {
  co_await receive(request);
  crypto_pwhash(request.key, 32, request.password.data());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'crypto_pwhash' computes for long on this thread, and every other coroutine on it waits as long; run it on a pool of threads and await the result [async-cpu-bound-work]
}

void make_key(Request &request) { crypto_pwhash(request.key, 32, request.password.data()); }
void prepare(Request &request) { make_key(request); }

task<void> through_functions(Request &request) {
  prepare(request);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'prepare' calls 'crypto_pwhash', which computes for long on this thread, and every other coroutine on it waits as long; run it on a pool of threads and await the result [async-cpu-bound-work]
  co_await send();
}

task<void> each_in_a_loop(Request &request) {
  while (co_await receive(request))
    crypto_pwhash(request.key, 32, request.password.data());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'crypto_pwhash' computes for long on this thread, and every other coroutine on it waits as long; run it on a pool of threads and await the result [async-cpu-bound-work]
}

asio::awaitable<void> on_asio(unsigned char *to, unsigned long *size, const unsigned char *from) {
  compress(to, size, from, 1 << 20);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'compress' computes for long on this thread, and every other coroutine on it waits as long; run it on a pool of threads and await the result [async-cpu-bound-work]
  co_return;
}

seastar::future<> on_seastar(Request &request) {
  co_await seastar::yield();
  make_key(request);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'make_key' calls 'crypto_pwhash', which computes for long on this thread, and every other coroutine on it waits as long; run it on a pool of threads and await the result [async-cpu-bound-work]
}

concurrencpp::result<int> on_concurrencpp(Request &request) { co_return crypto_pwhash(request.key, 32, "x"); }
// CHECK-MESSAGES: :[[@LINE-1]]:73: warning: 'crypto_pwhash' computes for long on this thread, and every other coroutine on it waits as long; run it on a pool of threads and await the result [async-cpu-bound-work]

// Texts are short, unless one says that they are not.
task<bool> matches(std::string text) {
  static const std::regex pattern("[a-z]+");
  co_return std::regex_match(text, pattern);
}

// What is not.

concurrencpp::result<void> elsewhere(std::shared_ptr<concurrencpp::thread_pool_executor> pool, Request &request) {
  co_await pool->submit([&] { crypto_pwhash(request.key, 32, "x"); });
}

asio::awaitable<void> on_a_pool(asio::thread_pool &pool, Request &request) {
  co_await asio::post(asio::bind_executor(pool, asio::use_awaitable));
  crypto_pwhash(request.key, 32, "x");
}

// One piece at a time.
task<void> streams(z_stream *stream, Request &request) {
  while (co_await receive(request)) {
    deflate(stream, 0);
    co_await send();
  }
}

void plain(Request &request) { make_key(request); }
