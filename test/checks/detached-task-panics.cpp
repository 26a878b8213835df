// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s detached-task %t
//
// Tasks of a project that does without exceptions: whatever leaves one ends the process, awaited or not.

#include <coroutine>
#include <exception>
#include <inhouse/fire_and_forget.h>

void panic(const char *reason);

template <typename Promise> class handle_owner {
public:
  explicit handle_owner(std::coroutine_handle<Promise> handle) : handle(handle) {}
  handle_owner(handle_owner &&) = default;
  ~handle_owner();
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<> waiting);
  void await_resume();

private:
  std::coroutine_handle<Promise> handle;
};

struct panicking_promise;
struct [[nodiscard]] plain : handle_owner<panicking_promise> {
  using promise_type = panicking_promise;
  using handle_owner::handle_owner;
};
struct panicking_promise {
  plain get_return_object() { return plain(std::coroutine_handle<panicking_promise>::from_promise(*this)); }
  std::suspend_always initial_suspend();
  std::suspend_always final_suspend() noexcept;
  void return_void();
  void unhandled_exception() { panic("an exception in a coroutine"); }
};

struct throwing_promise;
struct [[nodiscard]] careful : handle_owner<throwing_promise> {
  using promise_type = throwing_promise;
  using handle_owner::handle_owner;
};
struct throwing_promise {
  careful get_return_object() {
    return careful(std::coroutine_handle<throwing_promise>::from_promise(*this));
  }
  std::suspend_always initial_suspend();
  std::suspend_always final_suspend() noexcept;
  void return_void();
  void unhandled_exception() { error = std::current_exception(); }
  std::exception_ptr error;
};

void detach(plain work);
void detach(careful work);
plain serve(int lane);
careful serve_carefully(int lane);

void starts() {
  detach(serve(1));
  detach(serve_carefully(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: nobody waits for this detached task, so an exception that leaves it is lost or ends the process; catch and report it in the task [async-detached-task]
}
