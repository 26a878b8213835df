// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the model of std::execution names in stdexec, as declarations only.
#ifndef STDEXEC_EXECUTION_HPP
#define STDEXEC_EXECUTION_HPP
#include <bits/mock_task.h>
#include <chrono>
#include <optional>
#include <tuple>

namespace stdexec {

template <typename... T> struct __sexpr : mock::awaiter<std::tuple<T...>> {};
template <typename T> struct __sexpr<T> : mock::awaiter<T> {};
template <> struct __sexpr<> : mock::awaiter<void> {};

/// An algorithm: an object that makes a sender of anything.
template <typename... R> struct __algorithm {
  template <typename... A> __sexpr<R...> operator()(A &&...) const { __builtin_trap(); }
};
struct __adaptor {
  template <typename S, typename... A> S operator()(S &&, A &&...) const { __builtin_trap(); }
};
struct __adaptor_on {
  template <typename C, typename S> S operator()(C &&, S &&) const { __builtin_trap(); }
};
struct when_all_t {
  template <typename... S> __sexpr<mock::value_of<mock::result_of<S>>...> operator()(S &&...) const {
    __builtin_trap();
  }
};
struct just_t {
  template <typename... T> __sexpr<T...> operator()(T &&...) const { __builtin_trap(); }
};
struct sync_wait_t {
  template <typename S> std::optional<std::tuple<mock::value_of<mock::result_of<S>>>> operator()(S &&) const {
    __builtin_trap();
  }
};
struct spawn_t {
  template <typename S, typename T> void operator()(S &&, T &&) const { __builtin_trap(); }
};

inline constexpr just_t just{};
inline constexpr __algorithm<> just_error{}, just_stopped{}, schedule{};
inline constexpr __adaptor then{}, upon_error{}, upon_stopped{}, let_value{}, let_error{}, let_stopped{};
inline constexpr __adaptor stopped_as_optional{}, stopped_as_error{}, into_variant{}, continues_on{};
inline constexpr __adaptor_on starts_on{}, on{};
inline constexpr when_all_t when_all{}, when_all_with_variant{}, transfer_when_all{},
    transfer_when_all_with_variant{};
inline constexpr sync_wait_t sync_wait{}, sync_wait_with_variant{};
inline constexpr __adaptor spawn_future{}, ensure_started{};
inline constexpr spawn_t spawn{}, start_detached{};

template <typename T = void> class [[nodiscard]] task : public mock::awaiter<T> {
public:
  using promise_type = mock::promise<task<T>, T>;
};

class inplace_stop_token {};
class inplace_stop_source {
public:
  bool request_stop();
  inplace_stop_token get_token() const;
};
class counting_scope {
public:
  struct token {};
  token get_token() noexcept;
  __sexpr<> join() noexcept;
  void request_stop() noexcept;
};
class simple_counting_scope {};
class run_loop {
public:
  void run();
};

} // namespace stdexec
#endif
