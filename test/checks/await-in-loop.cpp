// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-loop %t

#include <inhouse/async_generator.h>
#include <inhouse/async_mutex.h>
#include <inhouse/async_semaphore.h>
#include <inhouse/task.h>
#include <inhouse/when_all.h>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using inhouse::task;

struct User {
  int id;
  std::string name;
};
struct Page {
  std::vector<User> users;
  std::string next;
};

task<User> fetch(int id);
task<int> score(const User &user);
task<void> notify(const User &user);
task<Page> list(std::string token);
task<bool> exists(int id);
task<std::tuple<User, bool>> read(int id);
task<int> fill(int id, char *to);
void use(int size);

class Api {
public:
  task<User> user(int id);
  task<User> cached(int id) const;
  task<void> save(const User &user);
  task<std::string> receive();
};

// ----- reported -----

task<void> each(const std::vector<User> &users) {
  for (const User &user : users)
    co_await notify(user);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'notify' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

task<std::vector<User>> collected(std::vector<int> ids) {
  std::vector<User> found;
  for (int id : ids)
    found.push_back(co_await fetch(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return found;
}

task<int> summed(const std::vector<User> &users) {
  int sum = 0;
  for (const auto &user : users)
    sum += co_await score(user);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the awaits of 'score' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return sum;
}

task<void> indexed(std::vector<int> ids, std::vector<User> &found) {
  for (std::size_t i = 0; i < ids.size(); ++i)
    found[i] = co_await fetch(ids[i]);
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

task<void> iterated(std::vector<User> &users) {
  for (auto it = users.begin(); it != users.end(); ++it) {
    auto user = co_await fetch(it->id);
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    it->name = user.name;
  }
}

task<void> chained(std::vector<int> ids) {
  for (int id : ids) {
    User user = co_await fetch(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    co_await notify(user);
  }
}

task<void> mapped(std::map<int, User> &users) {
  for (auto &[id, user] : users)
    user = co_await fetch(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

task<void> counted_while(std::vector<int> ids) {
  std::size_t i = 0;
  while (i < ids.size()) {
    co_await fetch(ids[i]);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    ++i;
  }
}

task<std::vector<User>> through_client(Api &api, std::vector<int> ids) {
  std::vector<User> found;
  for (int id : ids)
    found.push_back(co_await api.user(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'user' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return found;
}

task<void> const_client(const Api &api, std::vector<int> ids) {
  for (int id : ids)
    (void)co_await api.cached(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the awaits of 'cached' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

task<void> of_elements(std::vector<std::shared_ptr<Api>> clients, const User &user) {
  for (auto &client : clients)
    co_await client->save(user);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'save' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

task<int> filtered(std::vector<int> ids) {
  int count = 0;
  for (int id : ids) {
    if (id < 0)
      continue;
    if (co_await exists(id))
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the awaits of 'exists' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
      ++count;
  }
  co_return count;
}

task<void> kept_for_a_moment(std::vector<int> ids) {
  for (int id : ids) {
    auto pending = fetch(id);
    User user = co_await std::move(pending);
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  }
}

task<void> pages_of_each(std::vector<std::string> roots) {
  for (const auto &root : roots) {
    std::string token = root;
    do {
      Page page = co_await list(token);
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the awaits of 'list' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
      token = page.next;
    } while (!token.empty());
  }
}

task<void> retried_each(std::vector<int> ids) {
  for (int id : ids) {
    for (int attempt = 0; attempt < 3; ++attempt) {
      if (co_await exists(id))
      // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the awaits of 'exists' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
        break;
    }
  }
}

task<void> constant() {
  for (int id : {1, 2, 3})
    co_await fetch(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the 3 awaits of 'fetch' run one after another: latency is their sum, 3 x L instead of L; await them together [async-await-in-loop]
}

task<void> worklist(std::vector<int> ids) {
  while (!ids.empty()) {
    int id = ids.back();
    ids.pop_back();
    co_await fetch(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  }
}

template <typename T> task<void> generic(const std::vector<T> &users) {
  for (const T &user : users)
    co_await notify(user);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'notify' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}
template task<void> generic(const std::vector<User> &);

task<int> between_pointers(const int *first, const int *last) {
  int sum = 0;
  while (first != last)
    sum += (co_await fetch(*first++)).id;
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return sum;
}

// The lambda only reads what it has a reference to.
task<int> by_lambda(std::vector<int> ids, Api &api) {
  int base = 7;
  auto load = [&](int id) -> task<User> { co_return co_await api.user(id + base); };
  int sum = 0;
  for (int id : ids)
    sum += (co_await load(id)).id;
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the awaits of 'load' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return sum;
}

task<int> in_an_operand(std::vector<int> ids) {
  co_return co_await [](std::vector<int> all) -> task<int> {
    int sum = 0;
    for (int id : all)
      sum += (co_await fetch(id)).id;
      // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    co_return sum;
  }(std::move(ids));
}

// ----- not reported -----

task<void> pagination() {
  std::string token;
  do {
    Page page = co_await list(token);
    token = page.next;
  } while (!token.empty());
}

task<void> carried(std::vector<int> ids) {
  User last;
  for (int id : ids)
    last = co_await fetch(id + last.id);
}

task<std::optional<int>> search(std::vector<int> ids) {
  for (int id : ids)
    if (co_await exists(id))
      co_return id;
  co_return std::nullopt;
}

task<int> until(std::vector<int> ids) {
  int found = 0;
  for (int id : ids) {
    bool there = co_await exists(id);
    if (!there)
      break;
    ++found;
  }
  co_return found;
}

task<bool> all(std::vector<int> ids) {
  bool good = true;
  for (int id : ids)
    good = good && co_await exists(id);
  co_return good;
}

task<void> retry(int id) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    try {
      co_await fetch(id);
      co_return;
    } catch (...) {
    }
  }
}

task<void> ordered_effects(Api &api, std::vector<User> users) {
  for (const User &user : users)
    co_await api.save(user);
}

task<void> in_roles(Api &api, std::vector<User> users) {
  for (const User &user : users) {
    co_await api.save(user);
    std::string answer = co_await api.receive();
  }
}

task<void> own_protocol(std::vector<int> ids, Api &api) {
  for (int id : ids) {
    User user = co_await api.user(id);
    co_await api.save(user);
  }
}

task<void> limited(std::vector<int> ids, inhouse::async_semaphore &slots) {
  for (int id : ids) {
    co_await slots.acquire();
    co_await fetch(id);
    slots.release();
  }
}

task<void> join(std::vector<task<User>> tasks) {
  for (auto &task : tasks)
    co_await std::move(task);
}

task<void> join_by_index(std::vector<task<User>> tasks) {
  for (std::size_t i = 0; i < tasks.size(); ++i)
    co_await std::move(tasks[i]);
}

class Server {
public:
  task<void> run() {
    while (!stopped)
      co_await step(0);
  }
  task<void> forever() {
    for (int round = 0;; ++round)
      co_await step(round);
  }
  task<void> step(int);

private:
  bool stopped = false;
};

task<void> once(std::vector<int> ids) {
  for (int id : ids) {
    co_await fetch(id);
    break;
  }
  do {
    co_await fetch(1);
  } while (false);
}

task<void> same_each_time(int n) {
  for (int i = 0; i < n; ++i)
    co_await fetch(7);
}

task<void> buffered(std::vector<int> ids, Api &api) {
  std::vector<User> seen;
  for (int id : ids) {
    if (!seen.empty())
      continue;
    seen.push_back(co_await api.user(id));
  }
}

task<void> error_ends_it(std::vector<int> ids) {
  for (int id : ids) {
    try {
      co_await fetch(id);
    } catch (...) {
      break;
    }
  }
}

task<void> out_parameter(std::vector<int> ids, task<int> (&read)(int, std::vector<int> &)) {
  std::vector<int> buffer;
  for (int id : ids)
    co_await read(id, buffer);
}

task<void> in_chunks(std::vector<std::vector<int>> chunks) {
  for (const auto &chunk : chunks) {
    std::vector<task<User>> tasks;
    for (int id : chunk)
      tasks.push_back(fetch(id));
    co_await when_all(std::move(tasks));
  }
}

task<void> tied(std::vector<int> ids) {
  std::string text;
  for (int id : ids) {
    User user;
    bool good = false;
    std::tie(user, good) = co_await read(id);
    if (!good)
      break;
  }
}

// The buffer is one for all iterations.
task<void> through_data(std::vector<int> ids) {
  std::vector<char> buffer(1024);
  for (int id : ids) {
    int size = co_await fill(id, buffer.data());
    use(size);
  }
}

// Nothing in it could overlap.
task<int> count(const std::string &line) { co_return line.size(); }
task<int> count_all(std::vector<std::string> lines) {
  int sum = 0;
  for (const auto &line : lines)
    sum += co_await count(line);
  co_return sum;
}

task<void> delay(int milliseconds);
task<void> paced(std::vector<int> ids) {
  for (int id : ids) {
    co_await fetch(id);
    co_await delay(100);
  }
}

// The reference from outside the loop is the token.
task<void> through_alias(std::vector<int> ids) {
  std::string token;
  std::string &alias = token;
  for (int id : ids) {
    Page page = co_await list(token);
    alias = page.next;
  }
}

task<void> through_lambda(std::vector<int> ids) {
  std::string token;
  auto remember = [&token](const Page &page) { token = page.next; };
  for (int id : ids) {
    Page page = co_await list(token + std::string(id, 'x'));
    remember(page);
  }
}

task<int> through_coroutine(std::vector<int> ids) {
  std::string token;
  auto next = [&](int id) -> task<int> {
    Page page = co_await list(token);
    token = page.next;
    co_return id;
  };
  int sum = 0;
  for (int id : ids)
    sum += co_await next(id);
  co_return sum;
}

struct Stream {
  task<std::size_t> write(const char *data, std::size_t size);
};
task<std::size_t> bytes_in_order(Stream &stream, std::vector<std::string> lines) {
  std::size_t written = 0;
  for (const std::string &line : lines)
    written += co_await stream.write(line.data(), line.size());
  co_return written;
}

task<void> once_if_wanted(std::optional<int> id) {
  while (id) {
    co_await fetch(*id);
    id.reset();
  }
}

bool time_is_up();
task<void> until_time_is_up(std::vector<int> ids) {
  for (int id : ids) {
    if (time_is_up())
      break;
    co_await fetch(id);
  }
}

struct Session {
  task<bool> execute(const std::string &statement);
};
task<void> statements(Session &session, std::vector<std::string> all) {
  for (const auto &one : all) {
    bool done = co_await session.execute(one);
    (void)done;
  }
}

// Each call begins with the same lock, so that only one runs at a time.
class ledger {
public:
  task<int> book(User user) {
    auto lock = co_await mutex.scoped_lock_async();
    User found = co_await fetch(user.id);
    co_return found.id;
  }
  task<int> book_all(std::vector<User> users) {
    int sum = 0;
    for (User user : users)
      sum += co_await book(user);
    co_return sum;
  }
  task<int> look_up(User user) {
    User found = co_await fetch(user.id);
    auto lock = co_await mutex.scoped_lock_async();
    co_return found.id;
  }
  task<int> look_up_all(std::vector<User> users) {
    int sum = 0;
    for (User user : users)
      sum += co_await look_up(user);
      // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the awaits of 'look_up' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    co_return sum;
  }

private:
  inhouse::async_mutex mutex;
};

// A list that is linked anew while the loop goes along it.
struct waiter {
  waiter *next;
  task<bool> notify();
};
void link(waiter *&list, waiter *one);
task<void> notify_all(waiter *first) {
  waiter *kept = nullptr;
  while (first != nullptr) {
    waiter *next = first->next;
    if (!co_await first->notify())
      link(kept, first);
    first = next;
  }
}

// An object that is made ready for each operation by another call.
struct positioned_file {
  void seek(int offset);
  int next_size();
  task<std::string> read(int size);
};
task<std::string> reads_ranges(positioned_file &file, std::vector<std::pair<int, int>> ranges) {
  std::string all;
  for (const auto &[begin, end] : ranges) {
    file.seek(begin);
    all += co_await file.read(end - begin);
  }
  co_return all;
}
task<std::string> reads_blocks(positioned_file &other, positioned_file &file, std::vector<int> sizes) {
  std::string all;
  for (int size : sizes) {
    other.seek(size);
    all += co_await file.read(size);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the awaits of 'read' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  }
  co_return all;
}

// A mutex of the project's own: its lock is waited for, and nothing else.
struct own_mutex {
  task<void> lock();
  void unlock();
};
task<void> counts_under_a_lock(own_mutex &mutex, std::vector<int> ids, int &sum) {
  for (int id : ids) {
    co_await mutex.lock();
    sum += id;
    mutex.unlock();
  }
}

// How many there are is not what the outer loop counts.
task<int> fetch_all_of(const std::vector<int> &first, const std::vector<int> &second) {
  int sum = 0;
  for (const std::vector<int> *ids : {&first, &second})
    for (int id : *ids)
      sum += (co_await fetch(id)).id;
      // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return sum;
}
