// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s materialized-stream %t

#include <algorithm>
#include <cppcoro/all.hpp>
#include <inhouse/async_generator.h>
#include <inhouse/generator.h>
#include <inhouse/task.h>
#include <optional>
#include <seastar/core/all.hh>
#include <string>
#include <vector>

using inhouse::task;

struct row {
  int id;
  bool active;
};
struct cursor {
  task<std::optional<row>> next();
  task<void> erase(int id);
};
task<void> write(row one);
task<void> write_all(std::vector<row> rows);
task<row> fetch(int id);
inhouse::generator<row> rows_of(int table);

// What is reported.

task<void> a_cursor(cursor &from) {
  std::vector<row> rows;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'rows' holds all that the stream gives, only to be walked once: memory grows with its length, and the first element is handled after the last has come; handle each as it comes [async-materialized-stream]
  while (auto one = co_await from.next())
    rows.push_back(*one);
  for (const row &one : rows)
    co_await write(one);
}

task<void> a_cursor_in_a_for_loop(cursor &from) {
  std::vector<row> rows;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'rows' holds all that the stream gives, only to be walked once: memory grows with its length, and the first element is handled after the last has come; handle each as it comes [async-materialized-stream]
  for (auto one = co_await from.next(); one; one = co_await from.next())
    rows.push_back(*one);
  for (const row &one : rows)
    co_await write(one);
}

task<void> a_stream_of_bytes(seastar::input_stream<char> &from) {
  std::vector<std::string> parts;
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'parts' holds all that the stream gives, only to be walked once: memory grows with its length, and the first element is handled after the last has come; handle each as it comes [async-materialized-stream]
  while (true) {
    auto part = co_await from.read();
    if (part.empty())
      break;
    parts.push_back(std::move(part));
  }
  for (auto &part : parts)
    co_await write({(int)part.size(), true});
}

task<void> a_filtered_cursor(cursor &from) {
  std::vector<row> rows;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'rows' holds all that the stream gives, only to be walked once: memory grows with its length, and the first element is handled after the last has come; handle each as it comes [async-materialized-stream]
  rows.reserve(100);
  while (true) {
    std::optional<row> one = co_await from.next();
    if (!one)
      break;
    if (one->active)
      rows.push_back(*one);
  }
  for (row one : rows)
    co_await write(one);
}

task<void> an_async_generator(inhouse::async_generator<row> from) {
  std::vector<row> rows;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'rows' holds all that the stream gives, only to be walked once: memory grows with its length, and the first element is handled after the last has come; handle each as it comes [async-materialized-stream]
  while (auto one = co_await from.next())
    rows.emplace_back(*one);
  for (const row &one : rows)
    co_await write(one);
}

task<void> a_generator() {
  std::vector<row> rows;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'rows' holds all that the stream gives, only to be walked once: memory grows with its length, and the first element is handled after the last has come; handle each as it comes [async-materialized-stream]
  for (const row &one : rows_of(1))
    rows.push_back(one);
  for (const row &one : rows)
    co_await write(one);
}

template <typename T> task<void> in_a_template(T &from) {
  std::vector<row> rows;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'rows' holds all that the stream gives, only to be walked once: memory grows with its length, and the first element is handled after the last has come; handle each as it comes [async-materialized-stream]
  while (auto one = co_await from.next())
    rows.push_back(*one);
  for (const row &one : rows)
    co_await write(one);
}
template task<void> in_a_template(cursor &);

task<void> iterators(cppcoro::async_generator<row> from) {
  std::vector<row> rows;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'rows' holds all that the stream gives, only to be walked once: memory grows with its length, and the first element is handled after the last has come; handle each as it comes [async-materialized-stream]
  for (auto it = co_await from.begin(); it != from.end(); co_await ++it)
    rows.push_back(*it);
  for (const row &one : rows)
    co_await write(one);
}

// What is not.

task<std::vector<row>> returned(cursor &from) {
  std::vector<row> rows;
  while (auto one = co_await from.next())
    rows.push_back(*one);
  co_return rows;
}

task<void> handed_on(cursor &from) {
  std::vector<row> rows;
  while (auto one = co_await from.next())
    rows.push_back(*one);
  co_await write_all(rows);
}

task<void> sorted(cursor &from) {
  std::vector<row> rows;
  while (auto one = co_await from.next())
    rows.push_back(*one);
  std::sort(rows.begin(), rows.end(), [](const row &a, const row &b) { return a.id < b.id; });
  for (const row &one : rows)
    co_await write(one);
}

task<int> counted(cursor &from) {
  std::vector<row> rows;
  while (auto one = co_await from.next())
    rows.push_back(*one);
  for (const row &one : rows)
    co_await write(one);
  co_return rows.size();
}

task<void> walked_twice(cursor &from) {
  std::vector<row> rows;
  while (auto one = co_await from.next())
    rows.push_back(*one);
  for (int round = 0; round < 2; ++round)
    for (const row &one : rows)
      co_await write(one);
}

// The cursor has to be at its end before it can be used for something else.
task<void> changes_the_source(cursor &from) {
  std::vector<row> rows;
  while (auto one = co_await from.next())
    rows.push_back(*one);
  for (const row &one : rows)
    co_await from.erase(one.id);
}

// No stream: one call for each.
task<void> calls(std::vector<int> ids) {
  std::vector<row> rows;
  for (int id : ids)
    rows.push_back(co_await fetch(id));
  for (const row &one : rows)
    co_await write(one);
}

// What is drained under a lock, or in another block, is given back before its elements are handled.
task<void> in_a_block(cursor &from) {
  std::vector<row> rows;
  {
    while (auto one = co_await from.next())
      rows.push_back(*one);
  }
  for (const row &one : rows)
    co_await write(one);
}

// Two streams in step.
task<void> pairs_in_a_for_loop(cursor &from, cursor &other) {
  std::vector<row> rows;
  for (auto one = co_await from.next(); one; one = co_await other.next())
    rows.push_back(*one);
  for (const row &one : rows)
    co_await write(one);
}
task<void> pairs(cppcoro::async_generator<row> from, cppcoro::async_generator<row> other) {
  std::vector<row> rows;
  auto second = co_await other.begin();
  for (auto it = co_await from.begin(); it != from.end(); co_await ++it) {
    rows.push_back(*it);
    co_await ++second;
  }
  for (const row &one : rows)
    co_await write(one);
}
