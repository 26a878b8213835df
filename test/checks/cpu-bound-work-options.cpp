// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s cpu-bound-work %t -- --config="{CheckOptions: {async-cpu-bound-work.IgnoredCallees: 'crypto_pwhash;make_key', async-cpu-bound-work.IgnoredModels: ''}}"

#include <inhouse/task.h>
#include <regex>
#include <string>

using inhouse::task;

extern "C" int crypto_pwhash(unsigned char *out, unsigned long long length, const char *password);
extern "C" int crypto_pwhash_str(char *out, const char *password, unsigned long long length);
void make_key(char *to) { crypto_pwhash_str(to, "x", 1); }
task<void> send();

task<bool> matches(std::string text) {
  static const std::regex pattern("[a-z]+");
  co_return std::regex_match(text, pattern);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'regex_match' computes for long on this thread, and every other coroutine on it waits as long; run it on a pool of threads and await the result [async-cpu-bound-work]
}

task<void> short_ones(unsigned char *to) {
  crypto_pwhash(to, 32, "x");
  make_key((char *)to);
  co_await send();
}
