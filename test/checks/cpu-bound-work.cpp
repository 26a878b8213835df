// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s cpu-bound-work %t

#include <asio.hpp>
#include <concurrencpp/concurrencpp.h>
#include <coroutine>
#include <folly/coro/Task.h>
#include <inhouse/task.h>
#include <memory>
#include <queue>
#include <regex>
#include <seastar/core/coroutine.hh>
#include <string>
#include <thread>
#include <utility>
#include <vector>

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
task<bool> inhouse_answer();

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

int count_matches(const std::vector<std::string> &lines, const std::regex &pattern) {
  int found = 0;
  for (const std::string &line : lines)
    found += std::regex_search(line, pattern);
  return found;
}

task<int> many_lines(const std::vector<std::string> &lines) {
  co_await send();
  std::regex pattern("(a+)+b");
  int found = 0;
  for (const std::string &line : lines)
    if (std::regex_search(line, pattern))
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'regex_search' computes for long on this thread, and every other coroutine on it waits as long; run it on a pool of threads and await the result [async-cpu-bound-work]
      ++found;
  found += count_matches(lines, pattern);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'count_matches' calls 'regex_search', which computes for long on this thread, and every other coroutine on it waits as long; run it on a pool of threads and await the result [async-cpu-bound-work]
  co_return found;
}

folly::coro::Task<int> hash_on_the_way(Request &request) {
  co_return crypto_pwhash(request.key, 32, "x");
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'crypto_pwhash' computes for long on this thread, and every other coroutine on it waits as long; run it on a pool of threads and await the result [async-cpu-bound-work]
}
folly::coro::Task<int> here_and_there(folly::Executor *cpu_pool, Request &request) {
  int here = co_await hash_on_the_way(request);
  co_return here + co_await folly::coro::co_withExecutor(cpu_pool, hash_on_the_way(request));
}

// Texts are short, unless one says that they are not, or there are many.
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

folly::coro::Task<int> hash_in_the_pool(Request &request) { co_return crypto_pwhash(request.key, 32, "x"); }
folly::coro::Task<int> started_on_a_pool(folly::Executor *cpu_pool, Request &request) {
  auto work = hash_in_the_pool(request);
  auto inner = [&]() -> folly::coro::Task<int> { co_return crypto_pwhash(request.key, 32, "y"); };
  int first = co_await folly::coro::co_withExecutor(cpu_pool, std::move(work));
  co_return first + co_await folly::coro::co_withExecutor(cpu_pool, inner());
}

task<int> a_line_at_a_time(task<std::string> (*read_line)(), const std::regex &pattern) {
  int found = 0;
  while (true) {
    std::string line = co_await read_line();
    if (line.empty())
      co_return found;
    found += std::regex_search(line, pattern);
  }
}

task<bool> one_of_some_routes(const std::vector<std::regex> &routes, const std::string &path) {
  co_await send();
  for (const std::regex &route : routes) {
    std::string copy = path;
    if (std::regex_match(copy, route))
      co_return true;
  }
  co_return false;
}

task<bool> one_of_three(std::string text) {
  const std::regex pattern("[a-z]+");
  for (int n = 0; n < 3; ++n)
    if (std::regex_search(text, pattern))
      co_return true;
  co_return co_await inhouse_answer();
}

// One piece at a time.
task<void> streams(z_stream *stream, Request &request) {
  while (co_await receive(request)) {
    deflate(stream, 0);
    co_await send();
  }
}

void plain(Request &request) { make_key(request); }

// Threads of the project's own.
class Crew {
  std::vector<std::thread> threads;
  std::queue<std::coroutine_handle<>> ready;

public:
  struct Turn {
    Crew &of;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) { of.ready.push(h); }
    void await_resume() noexcept {}
  };
  Turn enter() { return {*this}; }
};
task<void> in_the_crew(Crew &crew, Request &request) {
  co_await crew.enter();
  make_key(request);
}
