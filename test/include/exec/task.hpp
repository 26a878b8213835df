// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef EXEC_TASK_HPP
#define EXEC_TASK_HPP
#include <stdexec/execution.hpp>

namespace experimental::execution {

namespace __task {
template <typename T, typename C> class [[nodiscard]] basic_task : public mock::awaiter<T> {
public:
  using promise_type = mock::promise<basic_task<T, C>, T>;
};
} // namespace __task
template <typename T> using task = __task::basic_task<T, int>;

namespace __scope {
class async_scope {
public:
  stdexec::__sexpr<> on_empty() const;
  template <typename S> S nest(S &&sender);
  template <typename S> void spawn(S &&sender);
  template <typename S> S spawn_future(S &&sender);
  bool request_stop() noexcept;
};
} // namespace __scope
using __scope::async_scope;

namespace __when_any {
inline constexpr stdexec::__algorithm<int> when_any{};
}
using __when_any::when_any;
inline constexpr stdexec::__algorithm<> schedule_after{}, schedule_at{}, reschedule_coroutine_on{};
inline constexpr stdexec::__adaptor ensure_started{}, start_now{};
struct __start_detached {
  template <typename S> void operator()(S &&) const { __builtin_trap(); }
};
inline constexpr __start_detached start_detached{};

class single_thread_context {};
class timed_thread_context {
public:
  int get_scheduler();
};
class static_thread_pool {
public:
  explicit static_thread_pool(unsigned threads);
  int get_scheduler();
};

} // namespace experimental::execution
namespace exec = experimental::execution;
#endif
