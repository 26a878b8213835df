// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An asynchronous generator: its body awaits between the values, and its reader awaits each of them.
#ifndef INHOUSE_ASYNC_GENERATOR_H
#define INHOUSE_ASYNC_GENERATOR_H
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace inhouse {

template <typename T> class async_generator {
public:
  struct promise_type {
    struct hand_over {
      std::coroutine_handle<> reader;
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<>) const noexcept { return reader; }
      void await_resume() const noexcept {}
    };
    async_generator get_return_object() noexcept {
      return async_generator(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    hand_over final_suspend() noexcept {
      current.reset();
      return {reader};
    }
    hand_over yield_value(T value) {
      current = std::move(value);
      return {reader};
    }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { error = std::current_exception(); }
    std::optional<T> current;
    std::coroutine_handle<> reader = std::noop_coroutine();
    std::exception_ptr error;
  };

  struct [[nodiscard]] next_awaiter {
    std::coroutine_handle<promise_type> handle;
    bool await_ready() const noexcept { return handle.done(); }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) const noexcept {
      handle.promise().reader = waiting;
      return handle;
    }
    std::optional<T> await_resume() const {
      if (handle.promise().error)
        std::rethrow_exception(handle.promise().error);
      return std::move(handle.promise().current);
    }
  };

  explicit async_generator(std::coroutine_handle<promise_type> handle) noexcept : handle(handle) {}
  async_generator(async_generator &&other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~async_generator() {
    if (handle)
      handle.destroy();
  }
  next_awaiter next() { return {handle}; }

private:
  std::coroutine_handle<promise_type> handle;
};

} // namespace inhouse
#endif
