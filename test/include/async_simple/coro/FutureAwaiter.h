// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef ASYNC_SIMPLE_CORO_FUTUREAWAITER_H
#define ASYNC_SIMPLE_CORO_FUTUREAWAITER_H
#include <async_simple/coro/Lazy.h>
#endif
