// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the model of libunifex names, as declarations only.
#ifndef UNIFEX_TASK_HPP
#define UNIFEX_TASK_HPP
#include <bits/mock_task.h>
#include <chrono>
#include <optional>
#include <tuple>
#include <vector>

namespace unifex {

namespace _task {
template <typename T, bool nothrow> struct _task {
  struct [[nodiscard]] type : mock::awaiter<T> {
    using promise_type = mock::promise<type, T>;
  };
};
} // namespace _task
template <typename T = void> using task = typename _task::_task<T, false>::type;

/// Senders by their results, and algorithms that make them.
template <typename T> struct _of {
  struct type : mock::awaiter<T> {};
};
template <typename T> struct _algorithm {
  template <typename... A> typename _of<T>::type operator()(A &&...) const { __builtin_trap(); }
};
struct _first {
  template <typename S, typename... A> S operator()(S &&, A &&...) const { __builtin_trap(); }
};
struct _second {
  template <typename C, typename S> S operator()(C &&, S &&) const { __builtin_trap(); }
};

namespace _when_all {
template <typename... S> struct _sender {
  struct type : mock::awaiter<std::tuple<mock::value_of<mock::result_of<S>>...>> {};
};
struct _fn {
  template <typename... S> typename _sender<S...>::type operator()(S &&...) const { __builtin_trap(); }
};
} // namespace _when_all
inline constexpr _when_all::_fn when_all{};
namespace _when_all_range {
template <typename S> struct _sender {
  struct type : mock::awaiter<std::vector<mock::value_of<mock::result_of<S>>>> {};
};
struct _fn {
  template <typename S> typename _sender<S>::type operator()(std::vector<S>) const { __builtin_trap(); }
};
} // namespace _when_all_range
inline constexpr _when_all_range::_fn when_all_range{};
namespace _then {
template <typename S> struct _sender {
  struct type : mock::awaiter<mock::result_of<S>> {};
};
struct _fn {
  template <typename S, typename F> typename _sender<S>::type operator()(S &&, F &&) const {
    __builtin_trap();
  }
};
} // namespace _then
inline constexpr _then::_fn then{};
namespace _just {
template <typename T> struct _sender {
  struct type : mock::awaiter<T> {};
};
} // namespace _just
namespace _just_cpo {
inline constexpr struct _fn {
  template <typename T> typename _just::_sender<T>::type operator()(T &&) const { __builtin_trap(); }
} just{};
} // namespace _just_cpo
using _just_cpo::just;
namespace _just_done_cpo {
inline constexpr _algorithm<void> just_done{};
}
namespace _just_error_cpo {
inline constexpr _algorithm<void> just_error{};
}
namespace _just_from {
inline constexpr _algorithm<void> just_from{};
}
namespace _just_void_or_done {
inline constexpr _algorithm<void> just_void_or_done{};
}
namespace _on {
inline constexpr _second on{};
}
using _on::on;
namespace detach_on_cancel_impl {
inline constexpr _first detach_on_cancel{};
}
namespace _nest_cpo {
inline constexpr _first nest{};
}
namespace _with_query_value_cpo {
inline constexpr _first with_query_value{};
}
inline constexpr _first let_value{}, via{}, when_any{}, stop_when{}, spawn_future{};
namespace _schedule_after {
inline constexpr _algorithm<void> schedule_after{};
}
using _schedule_after::schedule_after;
namespace _schedule_at {
inline constexpr _algorithm<void> schedule_at{};
}
inline constexpr _algorithm<void> schedule{}, stop_if_requested{};
namespace _streams {
inline constexpr _algorithm<int> next{};
}
using _streams::next;
namespace _io_cpo {
inline constexpr _algorithm<long> async_read_some{}, async_write_some{}, async_read_some_at{},
    async_write_some_at{};
}
using _io_cpo::async_read_some;
using _io_cpo::async_write_some;

struct _detached {
  template <typename S, typename C> void operator()(S &&, C &&) const { __builtin_trap(); }
};
inline constexpr _detached spawn_detached{};
struct _sync_wait {
  template <typename S> std::optional<mock::value_of<mock::result_of<S>>> operator()(S &&) const {
    __builtin_trap();
  }
};
inline constexpr _sync_wait sync_wait{}, sync_wait_r{};

class inplace_stop_token {};
class inplace_stop_source {
public:
  bool request_stop() noexcept;
};
class async_mutex {
public:
  mock::awaiter<void> async_lock() noexcept;
  bool try_lock() noexcept;
  void unlock() noexcept;
};
namespace _amre {
struct async_manual_reset_event {
  [[nodiscard]] mock::awaiter<void> async_wait() noexcept;
};
} // namespace _amre

inline namespace v1 {
namespace _async_scope {
class async_scope {
public:
  template <typename S> S spawn(S &&sender);
  template <typename C, typename S> S spawn_on(C &&scheduler, S &&sender);
  template <typename C, typename F> void spawn_call_on(C &&scheduler, F &&function);
  template <typename S> void detached_spawn(S &&sender);
  template <typename C, typename S> void detached_spawn_on(C &&scheduler, S &&sender);
  [[nodiscard]] mock::awaiter<void> complete() noexcept;
  void request_stop() noexcept;
};
} // namespace _async_scope
} // namespace v1
using _async_scope::async_scope;

namespace _static_thread_pool {
class context {
public:
  int get_scheduler();
};
} // namespace _static_thread_pool
using static_thread_pool = _static_thread_pool::context;
namespace _single_thread {
class context {};
} // namespace _single_thread
namespace _new_thread {
class context {};
} // namespace _new_thread
class timed_single_thread_context {
public:
  int get_scheduler();
};
namespace _manual_event_loop {
class context {
public:
  void run();
};
} // namespace _manual_event_loop
using manual_event_loop = _manual_event_loop::context;
namespace linuxos {
class io_epoll_context {
public:
  class async_reader {};
  class async_writer {};
};
} // namespace linuxos

} // namespace unifex
#endif
