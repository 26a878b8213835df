// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <chrono>
#include <thread>

// A header of the project's own, whose namespace is called as a library's.
namespace cppcoro {
inline void nap_of_ours() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
} // namespace cppcoro
