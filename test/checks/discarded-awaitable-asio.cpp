// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s discarded-awaitable,misused-awaitable %t

// A callback that is handed to an executor: whoever runs it expects nothing of it.

#include <asio.hpp>
#include <asio/dispatch.hpp>
#include <asio/post.hpp>

asio::awaitable<void> save();

void hand_over(asio::any_io_executor executor) {
  asio::post(executor, [] { return save(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the awaitable this lambda returns is dropped by its caller, which expects nothing, so its work never runs; start it inside a callback that returns void [async-discarded-awaitable]
  asio::dispatch(executor, []() -> asio::awaitable<void> { co_await save(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: the awaitable this lambda returns is dropped by its caller, which expects nothing, so its work never runs; start it inside a callback that returns void [async-discarded-awaitable]
  asio::post(executor, [executor] { asio::co_spawn(executor, save(), asio::detached); });
}

// A start on a pool takes what makes the task, and starts that.
asio::awaitable<void> on_the_pool();
void starts_on_a_pool(asio::thread_pool &pool) {
  asio::co_spawn(pool, [] { return on_the_pool(); }, [](std::exception_ptr) {});
  asio::co_spawn(pool, []() -> asio::awaitable<void> { co_await on_the_pool(); }, asio::detached);
}
