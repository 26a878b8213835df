// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include_next <async_simple/coro/Sleep.h>
#include <thread>

inline async_simple::coro::Lazy<> without_executor(std::chrono::milliseconds time) {
  std::this_thread::sleep_for(time);
  co_return;
}
