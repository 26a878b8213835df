// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef ASYNC_SIMPLE_EXECUTORS_SIMPLEEXECUTOR_H
#define ASYNC_SIMPLE_EXECUTORS_SIMPLEEXECUTOR_H
#include <async_simple/coro/Lazy.h>

namespace async_simple::executors {
class SimpleExecutor : public Executor {
public:
  explicit SimpleExecutor(size_t threads);
  bool schedule(std::function<void()> job) override;
};
} // namespace async_simple::executors
#endif
