// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef ASYNC_SIMPLE_UTIL_THREADPOOL_H
#define ASYNC_SIMPLE_UTIL_THREADPOOL_H
#include <functional>

namespace async_simple::util {
class ThreadPool {
public:
  int scheduleById(std::function<void()> job, int id = -1);
};
class Condition {
public:
  void acquire();
  void release();
};
template <typename T> class Queue {
public:
  void push(T &&item);
  bool pop(T &item);
  bool try_pop(T &item);
};
} // namespace async_simple::util
#endif
