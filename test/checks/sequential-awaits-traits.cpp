// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s sequential-awaits %t
//
// A task whose promise comes through std::coroutine_traits, and whose await through a free operator: what it is does
// not depend on whether a coroutine of this unit returns the same specialisation.

#include <coroutine>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace own {
template <typename T> struct promise;
template <typename T> class [[nodiscard]] lazy {
public:
  explicit lazy(std::coroutine_handle<promise<T>> made) : coroutine(made) {}
  lazy(lazy &&other) noexcept : coroutine(std::exchange(other.coroutine, nullptr)) {}
  ~lazy() {
    if (coroutine)
      coroutine.destroy();
  }
  std::coroutine_handle<promise<T>> coroutine;
};
template <typename T> struct promise {
  lazy<T> get_return_object() { return lazy<T>(std::coroutine_handle<promise>::from_promise(*this)); }
  std::suspend_always initial_suspend() const noexcept { return {}; }
  std::suspend_always final_suspend() const noexcept { return {}; }
  void return_value(T result) { value = std::move(result); }
  void unhandled_exception();
  std::optional<T> value;
  std::coroutine_handle<> waiting;
};
template <typename T> struct awaiter {
  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) const noexcept {
    coroutine.promise().waiting = waiting;
    return coroutine;
  }
  T await_resume() const { return std::move(*coroutine.promise().value); }
  std::coroutine_handle<promise<T>> coroutine;
};
template <typename T> awaiter<T> operator co_await(lazy<T> &&made) { return {made.coroutine}; }
} // namespace own
template <typename T, typename... Parameters> struct std::coroutine_traits<own::lazy<T>, Parameters...> {
  using promise_type = own::promise<T>;
};

using own::lazy;

struct user {
  int id;
  std::string name;
};
struct cart {
  std::vector<int> items;
};
lazy<user> user_of(int id);
lazy<cart> cart_of(int id);
lazy<std::vector<int>> friends_of(int id);
lazy<std::vector<int>> guests_of(int id);
lazy<int> credit_of(int id);
lazy<int> place_of(int id);

lazy<int> of_structs(int id) {
  user who = co_await user_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'user_of' and 'cart_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto what = co_await cart_of(id);
  co_return who.id + what.items[0];
}

lazy<int> of_containers(int id) {
  auto friends = co_await friends_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'friends_of' and 'guests_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto guests = co_await guests_of(id);
  co_return friends[0] + guests[0];
}

lazy<int> of_numbers(int id) {
  int credit = co_await credit_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'credit_of' and 'place_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int place = co_await place_of(id);
  co_return credit + place;
}

lazy<int> by_what_came_first(int id) {
  user who = co_await user_of(id);
  auto what = co_await cart_of(who.id);
  co_return what.items[0];
}
