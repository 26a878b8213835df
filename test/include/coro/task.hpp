// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <coro/coro.hpp>
