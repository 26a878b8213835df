// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef ASYNC_SIMPLE_CORO_SLEEP_H
#define ASYNC_SIMPLE_CORO_SLEEP_H
#include <async_simple/coro/Lazy.h>

namespace async_simple::coro {
template <typename R, typename P> Lazy<void> sleep(Executor *executor, std::chrono::duration<R, P> pause);
template <typename R, typename P> Lazy<void> sleep(std::chrono::duration<R, P> pause);
} // namespace async_simple::coro
#endif
