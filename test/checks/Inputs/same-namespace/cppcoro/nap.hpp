// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <chrono>
#include <thread>

// A header of the library's, of which its model says what there is to say.
namespace cppcoro {
inline void nap() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
} // namespace cppcoro
