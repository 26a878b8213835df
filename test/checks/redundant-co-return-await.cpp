// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s redundant-co-return-await %t

#include <inhouse/task.h>
#include <mutex>
#include <string>
#include <utility>
#include <string_view>

using inhouse::task;

task<int> fetch(int id);
task<int> find(const std::string &name);
task<int> take(std::string name);
task<long> wide(int id);
std::mutex mutex;
void log(int id);

// What is reported.

task<int> hands_on(int id) { co_return co_await fetch(id); }
// CHECK-NOTES: :[[@LINE-1]]:30: warning: this coroutine only hands on what it awaits, for a frame and a resumption more at each call of 'hands_on'; return the awaitable itself [async-redundant-co-return-await]
// CHECK-NOTES: :[[@LINE-2]]:30: note: return the awaitable itself
// CHECK-FIXES: {{^}}task<int> hands_on(int id) { return fetch(id); }

task<int> does_something_first(int id) {
  log(id);
  co_return co_await fetch(id + 1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this coroutine only hands on what it awaits, for a frame and a resumption more at each call of 'does_something_first'; return the awaitable itself [async-redundant-co-return-await]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: return the awaitable itself, and do at the call what comes before
  // CHECK-FIXES: {{^}}  return fetch(id + 1);
}

task<int> moves_its_parameter(std::string name) { co_return co_await take(std::move(name)); }
// CHECK-NOTES: :[[@LINE-1]]:51: warning: this coroutine only hands on what it awaits, for a frame and a resumption more at each call of 'moves_its_parameter'; return the awaitable itself [async-redundant-co-return-await]
// CHECK-NOTES: :[[@LINE-2]]:51: note: return the awaitable itself
// CHECK-FIXES: {{^}}task<int> moves_its_parameter(std::string name) { return take(std::move(name)); }

task<int> refers_to_what_its_caller_keeps(const std::string &name) { co_return co_await find(name); }
// CHECK-NOTES: :[[@LINE-1]]:70: warning: this coroutine only hands on what it awaits, for a frame and a resumption more at each call of 'refers_to_what_its_caller_keeps'; return the awaitable itself [async-redundant-co-return-await]
// CHECK-NOTES: :[[@LINE-2]]:70: note: return the awaitable itself
// CHECK-FIXES: {{^}}task<int> refers_to_what_its_caller_keeps(const std::string &name) { return find(name); }

struct Service {
  task<int> get(int id) { co_return co_await load(id); }
  // CHECK-NOTES: :[[@LINE-1]]:27: warning: this coroutine only hands on what it awaits, for a frame and a resumption more at each call of 'get'; return the awaitable itself [async-redundant-co-return-await]
  // CHECK-NOTES: :[[@LINE-2]]:27: note: return the awaitable itself
  // CHECK-FIXES: {{^}}  task<int> get(int id) { return load(id); }
  task<int> load(int id);
};

// What is not: what the call refers to would be gone.

task<int> refers_to_a_parameter(std::string name) { co_return co_await find(name); }

task<int> refers_to_a_local(int id) {
  std::string name;
  co_return co_await find(name);
}

task<int> refers_to_a_temporary(int id) { co_return co_await find("name"); }

task<int> holds_a_lock(int id) {
  std::lock_guard guard(mutex);
  co_return co_await fetch(id);
}

task<int> refers_to_a_capture(std::string name) {
  auto inner = [name]() -> task<int> { co_return co_await find(name); };
  co_return co_await inner() + 1;
}

// Whoever takes a lambda may ask for a coroutine.
auto lambda = [](int id) -> task<int> { co_return co_await fetch(id); };

// What is not: it does something with the result, or another thing otherwise.

task<int> handles_its_failure(int id) {
  try {
    co_return co_await fetch(id);
  } catch (...) {
    throw 1;
  }
}

task<long> converts(int id) { co_return co_await fetch(id); }

task<int> computes(int id) { co_return co_await fetch(id) + 1; }

task<int> awaits_twice(int id) {
  co_await fetch(id);
  co_return co_await fetch(id);
}

task<int> returns_in_two_places(int id) {
  if (id == 0)
    co_return 0;
  co_return co_await fetch(id);
}

// A number that is only read refers to nothing.

task<int> print(std::string_view text);
task<int> choose(bool loud) { co_return co_await print(loud ? "HELLO" : "hello"); }
// CHECK-NOTES: :[[@LINE-1]]:31: warning: this coroutine only hands on what it awaits, for a frame and a resumption more at each call of 'choose'; return the awaitable itself [async-redundant-co-return-await]
// CHECK-NOTES: :[[@LINE-2]]:31: note: return the awaitable itself

struct named {
  char text[8];
};
task<int> of_its_own(named given) { co_return co_await print(given.text); }

// What is not: the object that the operation is called on would be gone.

struct Client {
  int port;
  task<int> fetch() const;
};
struct Repository {
  task<int> load(int id);
};
Repository make_repository();
Repository &shared_repository();
struct Pooled {
  Repository *operator->() const;
  ~Pooled();
};
Pooled lease();

task<int> of_a_client_made_here() { co_return co_await Client{3}.fetch(); }
task<int> of_a_repository_made_here(int id) { co_return co_await make_repository().load(id); }
task<int> of_what_a_temporary_holds(int id) { co_return co_await lease()->load(id); }

task<int> of_what_lives_longer(int id) { co_return co_await shared_repository().load(id); }
// CHECK-NOTES: :[[@LINE-1]]:42: warning: this coroutine only hands on what it awaits, for a frame and a resumption more at each call of 'of_what_lives_longer'; return the awaitable itself [async-redundant-co-return-await]
// CHECK-NOTES: :[[@LINE-2]]:42: note: return the awaitable itself

// A task that is made into another is taken over by it.

struct Pool {};
extern Pool pool;
class [[nodiscard]] placed {
public:
  using promise_type = struct promise;
  explicit placed(std::coroutine_handle<promise_type> made);
  placed on(Pool &pool) &&;
  placed view(Pool &pool) const;
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<> waiting) const;
  int await_resume() const;

private:
  std::coroutine_handle<promise_type> coroutine;
};
struct promise {
  placed get_return_object() { return placed(std::coroutine_handle<promise>::from_promise(*this)); }
  std::suspend_always initial_suspend() const noexcept { return {}; }
  std::suspend_always final_suspend() const noexcept { return {}; }
  void return_value(int value);
  void unhandled_exception();
};
placed place(int id);

placed puts_on(int id) { co_return co_await place(id).on(pool); }
// CHECK-NOTES: :[[@LINE-1]]:26: warning: this coroutine only hands on what it awaits, for a frame and a resumption more at each call of 'puts_on'; return the awaitable itself [async-redundant-co-return-await]
// CHECK-NOTES: :[[@LINE-2]]:26: note: return the awaitable itself

placed looks_at(int id) { co_return co_await place(id).view(pool); }
