// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s sequential-awaits %t

#include <inhouse/async_mutex.h>
#include <inhouse/eager.h>
#include <inhouse/generator.h>
#include <inhouse/task.h>
#include <inhouse/when_all.h>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using inhouse::task;

struct user {
  int id;
  std::string name;
};
task<user> fetch_user(int id);
task<std::vector<int>> orders_of(int id);
task<int> credit_of(int id);
task<int> price_of(const user &who);
task<bool> exists(const std::string &name);
task<bool> holds(std::string text);
task<void> audit(int id);
task<int> create_user(std::string name);
inhouse::eager<int> start_a(int id);
inhouse::eager<int> start_b(int id);

struct connection {
  task<int> ask(int what);
  task<int> look(int what) const;
};
struct store {
  connection &shared;
  task<int> count(int what);
};
struct ledger {
  connection &shared;
  task<int> total(int what);
};
task<int> query(connection &over, int what);
task<int> query(std::shared_ptr<connection> over, int what);
task<int> read_header(int descriptor);
task<int> read_body(int descriptor);

// What is reported.

task<int> two(int id) {
  auto who = co_await fetch_user(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto orders = co_await orders_of(id);
  co_return who.id + orders.size();
}

task<int> three(int id) {
  auto who = co_await fetch_user(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user', 'orders_of' and 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user', 'orders_of' and 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto orders = co_await orders_of(id);
  int credit = co_await credit_of(id);
  co_return who.id + orders.size() + credit;
}

task<int> in_one_expression(int id) { co_return co_await credit_of(id) + co_await credit_of(id + 1); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: the awaits of 2 calls of 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
// CHECK-MESSAGES-LOW: :[[@LINE-1]]:39: warning: the awaits of 2 calls of 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]

task<int> the_last_in_an_expression(int id) {
  int credit = co_await credit_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  co_return credit + co_await credit_of(id + 1);
}

task<int> assigned(int id) {
  int left = 0, right = 0;
  left = co_await credit_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  right = co_await credit_of(7);
  co_return left - right;
}

task<int> distinct_receivers(connection &here, connection &there) {
  int left = co_await here.ask(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'ask' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'ask' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int right = co_await there.ask(1);
  co_return left - right;
}

task<int> constant_receiver(const connection &over) {
  int left = co_await over.look(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'look' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'look' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int right = co_await over.look(2);
  co_return left - right;
}

task<int> held_lazily(int id) {
  auto first = fetch_user(id);
  auto second = orders_of(id);
  auto who = co_await std::move(first);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto orders = co_await std::move(second);
  co_return who.id + orders.size();
}

template <typename T> task<int> in_a_template(T id) {
  auto who = co_await fetch_user(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto orders = co_await orders_of(id);
  co_return who.id + orders.size();
}
template task<int> in_a_template(int);
template task<int> in_a_template(short);

class page {
  connection users, goods;
  int id = 0;

public:
  task<int> members() {
    auto left = co_await users.ask(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 2 calls of 'ask' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:5: warning: the awaits of 2 calls of 'ask' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
    auto right = co_await goods.ask(id);
    co_return left + right;
  }
  task<int> load();
  task<int> member_and_whole() {
    auto left = co_await load();
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:5: warning: the awaits of 'load' and 'ask' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
    auto right = co_await goods.ask(id);
    co_return left + right;
  }
  task<int> own_methods() {
    auto left = co_await load();
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:5: warning: the awaits of 'load' and 'render' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
    auto right = co_await render();
    co_return left + right;
  }
  task<int> render();
};

auto a_lambda = [](int id) -> task<int> {
  auto who = co_await fetch_user(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto orders = co_await orders_of(id);
  co_return who.id + orders.size();
};

// Two groups: the third await needs the first.
task<int> two_groups(int id) {
  auto who = co_await fetch_user(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto orders = co_await orders_of(id);
  auto price = co_await price_of(who);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'price_of' and 'exists' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'price_of' and 'exists' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto known = co_await exists(who.name + "x");
  co_return price + known + orders.size();
}

task<int> each_in_an_event_loop(inhouse::generator<int> ids) {
  int sum = 0;
  while (sum < 100) {
    auto who = co_await fetch_user(sum);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:5: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
    auto orders = co_await orders_of(sum);
    sum += who.id + orders.size();
  }
  co_return sum;
}

// What stands between them only keeps or tells what was awaited.
void log_line(const std::string &text);
task<int> kept(int id, std::vector<std::string> names) {
  auto who = co_await fetch_user(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  const std::string name = who.name;
  names.push_back(name);
  log_line(name);
  auto credit = co_await credit_of(id);
  co_return names.size() + credit;
}

// Awaitable only through the promise.
template <typename T> struct request {
  int of;
};
struct flow {
  struct promise_type;
  std::coroutine_handle<promise_type> handle;
};
struct flow::promise_type {
  flow get_return_object();
  std::suspend_always initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  template <typename T> struct answer {
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    T await_resume();
  };
  template <typename T> answer<T> await_transform(request<T>);
  void return_value(int);
  void unhandled_exception();
};
request<int> quote(const std::string &symbol);
request<int> quote_at(int day);
flow requests() {
  co_return co_await quote("A") + co_await quote_at(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'quote' and 'quote_at' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'quote' and 'quote_at' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
}
flow requests_in_turn() {
  int day = co_await quote("A");
  co_return co_await quote_at(day);
}

// What is not.

task<int> needs_the_result(int id) {
  auto who = co_await fetch_user(id);
  auto price = co_await price_of(who);
  co_return price;
}

task<int> needs_a_part(int id) {
  auto [number, name] = co_await fetch_user(id);
  auto known = co_await exists(name);
  co_return number + known;
}

task<int> decides(int id) {
  auto who = co_await fetch_user(id);
  if (who.id == 0)
    co_return 0;
  auto orders = co_await orders_of(id);
  co_return orders.size();
}

task<int> decides_in_the_expression(int id) { co_return co_await exists("a") && co_await exists("b"); }

task<int> goes_into_the_other(int id) { co_return co_await price_of(co_await fetch_user(id)); }

task<void> effects(int id) {
  co_await audit(id);
  co_await audit(id + 1);
}

task<int> an_effect_by_its_name(std::string name) {
  auto id = co_await create_user(name);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'create_user' and 'exists' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto known = co_await exists("somebody");
  co_return id + known;
}

task<int> not_used(int id) {
  auto who = co_await fetch_user(id);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto orders = co_await orders_of(id);
  co_return orders.size();
}

task<int> one_connection(connection &over) {
  int left = co_await over.ask(1);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'ask' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int right = co_await over.ask(2);
  co_return left - right;
}

task<int> given_one_connection(connection &over) {
  int left = co_await query(over, 1);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'query' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int right = co_await query(over, 2);
  co_return left - right;
}

task<int> given_one_pointer(std::shared_ptr<connection> over) {
  int left = co_await query(over, 1);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'query' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int right = co_await query(over, 2);
  co_return left - right;
}

task<int> two_names_of_one(connection &over) {
  connection &same = over;
  int left = co_await over.ask(1);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'ask' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int right = co_await same.ask(2);
  co_return left - right;
}

task<int> share_a_member(store &goods, ledger &book) {
  int left = co_await goods.count(1);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'count' and 'total' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int right = co_await book.total(2);
  co_return left - right;
}

task<int> one_after_the_other_of_it(int descriptor) {
  int head = co_await read_header(descriptor);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'read_header' and 'read_body' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int body = co_await read_body(descriptor);
  co_return head + body;
}

task<int> twice_the_same(int id) {
  int before = co_await credit_of(id);
  int after = co_await credit_of(id);
  co_return after - before;
}

// One handle: that it is awaited again is no second call.
task<int> one_handle_twice(int id) {
  auto made = credit_of(id);
  int first = co_await made;
  int again = co_await made;
  co_return again - first;
}

task<int> changes_between(int id) {
  int left = co_await credit_of(id++);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int right = co_await credit_of(id++);
  co_return left + right;
}

task<int> moved_on(user who) {
  int price = co_await price_of(who);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 'price_of' and 'holds' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  bool known = co_await holds(std::move(who.name));
  co_return price + known;
}

inhouse::eager<int> running_already(int id) {
  auto first = start_a(id);
  auto second = start_b(id);
  int left = co_await first;
  int right = co_await second;
  co_return left + right;
}

task<int> given(task<int> first, task<int> second) {
  int left = co_await std::move(first);
  int right = co_await std::move(second);
  co_return left + right;
}

task<int> by_reference(int id) {
  int seen = 0;
  auto look = [&](int at) -> task<int> { co_return seen += co_await credit_of(at); };
  int left = co_await look(1);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'look' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  int right = co_await look(2);
  co_return left + right;
}

task<int> ready(int id) { co_return id; }
task<int> nothing_to_gain(int id) {
  int left = co_await ready(1);
  int right = co_await ready(2);
  co_return left + right;
}

// async-await-in-loop speaks of these.
task<int> in_an_independent_loop(std::vector<int> ids) {
  int sum = 0;
  for (int id : ids) {
    auto who = co_await fetch_user(id);
    auto orders = co_await orders_of(id);
    sum += who.id + orders.size();
  }
  co_return sum;
}

// What only keeps or tells a result might as well stand further down, in the same statement or between two.
task<std::string> header_of(int id);
task<std::string> footer_of(int id);
task<std::string> framed(std::string text);
struct sheet {
  std::string head, foot;
  std::vector<std::string> parts;
};

task<std::string> appended(int id) {
  std::string html = "<html>";
  html += co_await header_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'header_of' and 'footer_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  html += "<hr>";
  html += co_await footer_of(id);
  co_return html;
}
task<std::string> put_together(int id) {
  std::string html = "<b>" + co_await header_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'header_of' and 'footer_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  html.append(co_await footer_of(id));
  co_return html;
}
task<std::vector<std::string>> pushed(int id) {
  std::vector<std::string> parts;
  parts.push_back(co_await header_of(id));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'header_of' and 'footer_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  parts.emplace_back(co_await footer_of(id));
  co_return parts;
}
task<std::map<std::string, std::string>> by_name(int id) {
  std::map<std::string, std::string> parts;
  parts["head"] = co_await header_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'header_of' and 'footer_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  parts.emplace("foot", co_await footer_of(id));
  co_return parts;
}
task<sheet> into_members(int id) {
  sheet made;
  made.head = co_await header_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'header_of', 'framed' and 'footer_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  made.parts.push_back(co_await framed("part"));
  made.foot = co_await footer_of(id);
  co_return made;
}
task<int> summed(int id) {
  int sum = 0;
  sum += co_await credit_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 2 calls of 'credit_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  sum += co_await credit_of(id + 1);
  co_return sum;
}
task<int> between_them(int id) {
  auto who = co_await fetch_user(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'fetch_user' and 'orders_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  who.name.clear();
  auto orders = co_await orders_of(id);
  co_return who.id + orders.size();
}
int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
task<std::string> told_aloud(int id) {
  auto head = co_await header_of(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'header_of' and 'footer_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  std::cout << "got " << id << std::endl;
  printf("now %d\n", id);
  auto foot = co_await footer_of(id);
  co_return head + foot;
}

// The next one needs what was appended, or might.
task<std::string> framed_by_the_next(int id) {
  std::string html;
  html += co_await header_of(id);
  html += co_await framed(html);
  co_return html;
}
task<std::string> sized_by_the_next(int id) {
  std::string html;
  html += co_await header_of(id);
  html += co_await footer_of(html.size());
  co_return html;
}
task<int> counted_on(int id) {
  int sum = 0;
  sum += co_await credit_of(id);
  sum += co_await credit_of(sum);
  co_return sum;
}
task<std::string> named_before(int id) {
  std::string html = "<b>" + co_await header_of(id);
  auto whole = co_await framed(html);
  co_return whole;
}
task<std::string> appended_twice(int id) {
  std::string html;
  html += co_await header_of(id);
  html += co_await header_of(id);
  co_return html;
}
int latest = 0;
task<int> into_a_global(int id) {
  latest = co_await credit_of(id);
  int next = co_await credit_of(id + 1);
  co_return latest + next;
}
struct sink {
  void add(std::string text);
};
task<int> handed_over(sink &to, int id) {
  to.add(co_await header_of(id));
  to.add(co_await footer_of(id));
  co_return 0;
}

// What stands between them decides, changes something, or gives what the next one needs.
void check_access(const user &who);
task<int> checked(int id) {
  auto who = co_await fetch_user(id);
  check_access(who);
  auto credit = co_await credit_of(id);
  co_return who.id + credit;
}
task<int> given_on(int id) {
  auto who = co_await fetch_user(id);
  const int next = who.id + 1;
  auto credit = co_await credit_of(next);
  co_return who.id + credit;
}
task<int> changed(int id) {
  auto who = co_await fetch_user(id);
  id += 1;
  auto credit = co_await credit_of(id);
  co_return who.id + credit;
}
task<int> decided(int id) {
  auto who = co_await fetch_user(id);
  if (who.id == 0)
    co_return 0;
  auto credit = co_await credit_of(id);
  co_return who.id + credit;
}
struct latch_of {
  void open();
};
task<int> opened(int id, latch_of &latch) {
  auto who = co_await fetch_user(id);
  latch.open();
  auto credit = co_await credit_of(id);
  co_return who.id + credit;
}
task<int> sum_of(int count);
task<int> given_a_constant(int id) {
  const int credit = co_await credit_of(id);
  const int sum = co_await sum_of(credit);
  co_return sum + credit;
}
task<int> given_to_a_named_task(int id) {
  const int credit = co_await credit_of(id);
  auto later = sum_of(credit);
  const int sum = co_await std::move(later);
  co_return sum + credit;
}

// What is read is found by a key.

task<std::string> read_title(int id);
task<int> read_length(int id);
task<int> read_header(int fd);
task<int> read_body(int fd);

task<int> by_a_key(int id) {
  auto title = co_await read_title(id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'read_title' and 'read_length' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  auto length = co_await read_length(id);
  co_return (int)title.size() + length;
}

task<int> one_after_another(int fd) {
  auto header = co_await read_header(fd);
  auto body = co_await read_body(fd);
  co_return header + body;
}

// Whoever is at the other end of a terminal or a pipe expects one thing after another.

struct text_stream {
  task<std::string> line();
};
text_stream &stdio();
struct pipe_end {
  task<std::string> content();
};
pipe_end named_pipe(int id);
task<std::string> line_of(text_stream &from);
task<std::string> line_of_console(int id);

task<std::size_t> asks_and_reads(pipe_end &from) {
  auto name = co_await stdio().line();
  auto text = co_await from.content();
  co_return name.size() + text.size();
}
task<std::size_t> asks_twice(text_stream &stdin_text, text_stream &document) {
  auto name = co_await line_of(stdin_text);
  auto text = co_await line_of(document);
  co_return name.size() + text.size();
}
task<int> asks_at_the_console(int id) {
  auto name = co_await line_of_console(id);
  auto credit = co_await credit_of(id);
  co_return (int)name.size() + credit;
}

// What is taken from a pool is held from then on.

struct connection;
struct connection_pool {
  task<connection *> get();
};
struct upload {
  task<std::string> content();
};
task<connection *> get_connection();
task<std::size_t> store(connection *by, std::string text);

task<std::size_t> takes_from_a_pool(connection_pool &from, upload &request) {
  auto *by = co_await from.get();
  auto text = co_await request.content();
  co_return co_await store(by, text);
}
task<std::size_t> takes_a_connection(upload &request) {
  auto *by = co_await get_connection();
  auto text = co_await request.content();
  co_return co_await store(by, text);
}
