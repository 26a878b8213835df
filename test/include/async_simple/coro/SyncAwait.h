// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef ASYNC_SIMPLE_CORO_SYNCAWAIT_H
#define ASYNC_SIMPLE_CORO_SYNCAWAIT_H
#include <async_simple/coro/Lazy.h>

namespace async_simple::coro {
template <typename L> typename L::ValueType syncAwait(L &&lazy);
template <typename L> typename L::ValueType syncAwait(L &&lazy, Executor *executor);
} // namespace async_simple::coro
#endif
