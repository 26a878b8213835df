// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A coroutine nobody can await: it runs at the call and frees itself at its end.
#ifndef INHOUSE_FIRE_AND_FORGET_H
#define INHOUSE_FIRE_AND_FORGET_H
#include <coroutine>
#include <exception>

namespace inhouse {

struct fire_and_forget {
  struct promise_type {
    fire_and_forget get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
  };
};

} // namespace inhouse
#endif
