// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s stale-read-across-await %t

#include <atomic>
#include <inhouse/async_mutex.h>
#include <inhouse/task.h>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using inhouse::task;

task<int> fetch(int id);
task<void> step(int n = 0);

// What is reported: a value made from what the state was.

class Account {
public:
  task<void> deposit(int amount) {
    int before = balance;
    co_await step();
    balance = before + amount;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' gets a value made from what it was before a suspension, so that what 'Account::pay_in' writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
  }
  task<void> pay_in(int amount) {
    auto sum = balance;
    sum += co_await fetch(amount);
    balance = sum;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' gets a value made from what it was before a suspension, so that what 'Account::deposit' writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
  }
  task<void> add(int id) {
    balance = balance + co_await fetch(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' gets a value made from what it was before a suspension, so that what 'Account::deposit' writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
  }
  task<void> add_safely(int id) {
    balance += co_await fetch(id);
  }
  task<void> looks_again(int amount) {
    int before = balance;
    co_await step(before);
    before = balance;
    balance = before + amount;
  }
  task<void> compares(int amount) {
    int before = balance;
    co_await step();
    if (balance == before)
      balance = before + amount;
  }
  task<void> takes_it_out() {
    int all = std::exchange(balance, 0);
    co_await step(all);
    balance = all;
  }

private:
  int balance = 0;
};

class Locked {
public:
  task<void> deposit(int amount) {
    auto guard = co_await mutex.scoped_lock_async();
    int before = balance;
    co_await step();
    balance = before + amount;
  }
  task<void> withdraw(int amount) {
    int before = 0;
    {
      auto guard = co_await mutex.scoped_lock_async();
      before = balance;
    }
    co_await step();
    auto guard = co_await mutex.scoped_lock_async();
    balance = before - amount;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'balance' gets a value made from what it was before a suspension, so that what 'Locked::deposit' writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
  }

private:
  inhouse::async_mutex mutex;
  int balance = 0;
};

std::atomic<int> served;

task<void> serve(int id) {
  int n = served.load();
  co_await step(id);
  served.store(n + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'served' gets a value made from what it was before a suspension, so that what 'serve_atomically' writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
}
task<void> serve_atomically(int id) {
  co_await step(id);
  served.fetch_add(1);
}

int sequence;

task<int> next(int step_by) {
  int mine = sequence;
  if (step_by > 1)
    co_await step();
  sequence = mine + step_by;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sequence' gets a value made from what it was before a suspension, so that what another call of this coroutine writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
  co_return mine;
}

// The same work done twice.

class Cache {
public:
  task<std::string> get(int key) {
    auto found = values.find(key);
    if (found != values.end())
      co_return found->second;
    std::string value = co_await load(key);
    values.emplace(key, value);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'values' is filled because of what it was before a suspension, and 'Cache::get_checked' may have filled it meanwhile, so that work is done twice and one result is lost; look again after the await, or let the second one wait for the first [async-stale-read-across-await]
    co_return value;
  }
  task<std::string> get_checked(int key) {
    if (!values.contains(key)) {
      auto value = co_await load(key);
      values[key] = value;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'values' is filled because of what it was before a suspension, and 'Cache::get' may have filled it meanwhile, so that work is done twice and one result is lost; look again after the await, or let the second one wait for the first [async-stale-read-across-await]
    }
    co_return values.at(key);
  }
  task<std::string> get_once(int key) {
    if (auto found = values.find(key); found != values.end())
      co_return found->second;
    std::string value = co_await load(key);
    if (!values.contains(key))
      values.emplace(key, value);
    co_return value;
  }
  task<std::string> get_into(int key) {
    if (values.contains(key))
      co_return values.at(key);
    std::string value = co_await load(key);
    auto [at, added] = values.emplace(key, value);
    co_return at->second;
  }

private:
  task<std::string> load(int key);
  std::map<int, std::string> values;
};

struct Connection {};
task<std::unique_ptr<Connection>> dial();

class Client {
public:
  task<void> send(int n) {
    co_await connect();
    co_await step(n);
  }
  task<void> receive(int n) {
    co_await connect();
    co_await step(n);
  }
  task<void> connect_once() {
    if (connecting)
      co_return;
    connecting = true;
    auto made = co_await dial();
    connection = std::move(made);
    connecting = false;
  }

private:
  task<void> connect() {
    if (!connection)
      connection = co_await dial();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'connection' is filled because of what it was before a suspension, and 'Client::connect_once' may have filled it meanwhile, so that work is done twice and one result is lost; look again after the await, or let the second one wait for the first [async-stale-read-across-await]
  }
  bool connecting = false;
  std::unique_ptr<Connection> connection;
};

// Who asks for a result is seldom the only one.
task<int> load();
class Lazily {
public:
  task<int> get() {
    if (loaded)
      co_return *loaded;
    loaded = co_await load();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'loaded' is filled because of what it was before a suspension, and another call of this coroutine may have filled it meanwhile, so that work is done twice and one result is lost; look again after the await, or let the second one wait for the first [async-stale-read-across-await]
    co_return *loaded;
  }
  task<void> begin() {
    if (!begun)
      begun = co_await load();
  }

private:
  std::optional<int> loaded, begun;
};

// Elements that another function moves or takes away.

// Made in between, and kept afterwards.

class LazilyDialled {
  std::unique_ptr<Connection> link, spare;

public:
  task<Connection *> get() {
    if (!link) {
      auto made = co_await dial();
      link = std::move(made);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'link' is filled because of what it was before a suspension, and another call of this coroutine may have filled it meanwhile, so that work is done twice and one result is lost; look again after the await, or let the second one wait for the first [async-stale-read-across-await]
    }
    co_return link.get();
  }
  task<Connection *> look_again() {
    if (!spare) {
      auto made = co_await dial();
      if (!spare)
        spare = std::move(made);
    }
    co_return spare.get();
  }
};

class Registry {
public:
  void add(int id) { ids.push_back(id); }
  void forget(const std::string &name) { byName.erase(name); }

  task<void> notify_all() {
    for (int id : ids)
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: this loop walks 'ids' across a suspension, and 'Registry::add' may change it meanwhile, after which its iterator leads nowhere; walk a copy [async-stale-read-across-await]
      co_await step(id);
  }
  task<void> bump() {
    int &first = ids.front();
    co_await step();
    first = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'first' leads into 'ids', which 'Registry::add' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> rename(std::string name) {
    auto at = byName.find(name);
    co_await step();
    at->second = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'at' leads into 'byName', which 'Registry::forget' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> finds_again(std::string name) {
    auto at = byName.find(name);
    co_await step(at->second);
    at = byName.find(name);
    at->second = 0;
  }
  task<void> stops_there() {
    for (int id : ids)
      if (id > 3) {
        co_await step(id);
        break;
      }
  }
  task<void> walks_a_copy() {
    auto copy = ids;
    for (int id : copy)
      co_await step(id);
  }
  task<int> copies_it() {
    int first = ids.front();
    co_await step();
    co_return first;
  }
  task<void> fixed_ones() {
    for (int id : fixed)
      co_await step(id);
  }

private:
  std::vector<int> ids;
  std::vector<int> fixed = {1, 2, 3};
  std::map<std::string, int> byName;
};

// References into a map stay good when others insert.
class Table {
public:
  void put(int id, int value) { rows[id] = value; }
  task<void> fill(int id) {
    int &row = rows[id];
    row = co_await fetch(id);
  }

private:
  std::map<int, int> rows;
};

// In templates, in lambdas of a method, and through an owner of the object.

template <typename T> class Total {
public:
  task<void> add(T n) {
    T before = sum;
    co_await step();
    sum = before + n;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sum' gets a value made from what it was before a suspension, so that what 'Total::clear' writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
  }
  void clear() { sum = T(); }

private:
  T sum{};
};
template class Total<int>;
template class Total<long>;

class Meter : public std::enable_shared_from_this<Meter> {
public:
  void reset() { reading = 0; }
  auto counter() {
    return [this](int n) -> task<void> {
      int before = reading;
      co_await step();
      reading = before + n;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'reading' gets a value made from what it was before a suspension, so that what 'Meter::reset' writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
    };
  }
  task<void> count(int n) {
    auto self = shared_from_this();
    int before = self->reading;
    co_await step();
    self->reading = before + n;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'reading' gets a value made from what it was before a suspension, so that what 'Meter::reset' writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
  }

private:
  int reading = 0;
};

// What is not: state that nobody else gets at meanwhile.

class Session {
public:
  task<void> run() {
    while (offset < 100) {
      int at = offset;
      co_await step(at);
      offset = at + 1;
      co_await rest();
    }
  }

private:
  task<void> rest() {
    int at = offset;
    co_await step();
    offset = at + 1;
  }
  int offset = 0;
};

task<int> locals(int id) {
  int sum = 0;
  int before = sum;
  co_await step();
  sum = before + id;
  co_return sum;
}

class Steps {
public:
  task<void> all() {
    co_await one(1);
    co_await two(2);
  }
  task<void> one(int n) {
    int before = state;
    co_await step();
    state = before + n;
  }
  task<void> two(int n) {
    int before = state;
    co_await step();
    state = before + n;
  }

private:
  int state = 0;
};

// Written before the suspension: others see the new value.
class Numbers {
public:
  task<int> take(int n) {
    int mine = last;
    last = mine + n;
    co_await step();
    co_return mine;
  }
  task<void> either(int n) {
    int mine = last;
    if (n > 1)
      co_await step();
    else
      last = mine + n;
  }
  task<void> saves_and_restores(int level) {
    int saved = last;
    last = level;
    co_await step();
    last = saved;
  }

private:
  int last = 0;
};

// A mutex that has only a guard, and nothing that unlocks.

class Turnstile {
public:
  class Token {
  public:
    Token(Token &&) noexcept;
    ~Token();
  };
  task<Token> scoped_lock();
};
class Counted {
public:
  task<void> in_turn(int amount) {
    auto token = co_await turnstile.scoped_lock();
    int before = count;
    co_await step();
    count = before + amount;
  }
  task<void> bump() {
    int before = count;
    co_await step();
    count = before + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'count' gets a value made from what it was before a suspension, so that what 'Counted::in_turn' writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
  }

private:
  Turnstile turnstile;
  int count = 0;
};

// State that is reached through a pointer which shares it.

struct Progress {
  int done = 0;
};
task<void> advance(std::shared_ptr<Progress> progress) {
  int before = progress->done;
  co_await step();
  progress->done = before + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'done' gets a value made from what it was before a suspension, so that what another call of this coroutine writes meanwhile is lost; read it again after the await, or hold an async mutex over both [async-stale-read-across-await]
}
task<void> advance_own(Progress &progress) {
  int before = progress.done;
  co_await step();
  progress.done = before + 1;
}

// A loop is reported once, and not its element as well, which is used before the suspension only.

class Listeners {
public:
  task<void> tell_all() {
    for (auto &each : all)
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: this loop walks 'all' across a suspension, and 'Listeners::add' may change it meanwhile, after which its iterator leads nowhere; walk a copy [async-stale-read-across-await]
      co_await step(each);
  }
  void add(int one) { all.push_back(one); }

private:
  std::vector<int> all;
};

// What is defined elsewhere takes elements out, by its name.

struct registry {
  task<int> looks_up(int id) {
    auto found = entries.find(id);
    co_await step();
    co_return found->second;
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'found' leads into 'entries', which 'registry::remove' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  void remove(int id);

private:
  std::map<int, int> entries;
};
struct registry_that_only_grows {
  task<int> looks_up(int id) {
    auto found = entries.find(id);
    co_await step();
    co_return found->second;
  }
  void add(int id);
  bool is_removed(int id) const;

private:
  std::map<int, int> entries;
};
struct two_registries {
  task<int> looks_up(int id) {
    auto found = entries.find(id);
    co_await step();
    co_return found->second;
  }
  void remove_guest(int id);

private:
  std::map<int, int> entries, guests;
};
