// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A synchronous generator: it yields, and cannot await.
#ifndef INHOUSE_GENERATOR_H
#define INHOUSE_GENERATOR_H
#include <coroutine>
#include <exception>
#include <utility>

namespace inhouse {

template <typename T> class generator {
public:
  struct promise_type {
    generator get_return_object() noexcept {
      return generator(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    std::suspend_always yield_value(const T &value) noexcept {
      current = &value;
      return {};
    }
    void return_void() const noexcept {}
    void unhandled_exception() { throw; }
    template <typename U> void await_transform(U &&) = delete;
    const T *current = nullptr;
  };

  struct iterator {
    std::coroutine_handle<promise_type> handle;
    const T &operator*() const noexcept { return *handle.promise().current; }
    iterator &operator++() {
      handle.resume();
      return *this;
    }
    bool operator==(std::nullptr_t) const noexcept { return handle.done(); }
  };

  explicit generator(std::coroutine_handle<promise_type> handle) noexcept : handle(handle) {}
  generator(generator &&other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~generator() {
    if (handle)
      handle.destroy();
  }
  iterator begin() {
    handle.resume();
    return {handle};
  }
  std::nullptr_t end() const noexcept { return nullptr; }

private:
  std::coroutine_handle<promise_type> handle;
};

} // namespace inhouse
#endif
