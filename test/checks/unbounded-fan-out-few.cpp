// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-fan-out %t
//
// Ranges whose elements are few by what they are, and tasks that could not run a few at a time.

#include <chrono>
#include <functional>
#include <inhouse/task.h>
#include <inhouse/when_all.h>
#include <map>
#include <ranges>
#include <seastar/core/all.hh>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

using inhouse::task;

void start(task<void> work);

// -- The machines of a cluster, known by a type of their own.

template <typename Tag> struct tagged_id {
  unsigned long value;
};
using host_id = tagged_id<struct host_id_tag>;
using shard_id = unsigned;
struct stream {};
struct tablet_replica {
  host_id host;
  shard_id shard;
};
class cluster_node {
public:
  const host_id &id() const;
};
struct graph_node {
  int weight;
};

task<void> ask(host_id host);
task<void> ask(const tablet_replica &replica);
task<void> ask_shard(shard_id shard);
task<void> ask_node(const cluster_node &node);
task<void> weigh(const graph_node &node);
task<void> fetch(std::string host);
task<void> finish(stream &sink);

void ask_hosts(const std::vector<host_id> &hosts) {
  for (const host_id &host : hosts)
    start(ask(host));
}
void ask_replicas(const std::vector<tablet_replica> &replicas) {
  for (const tablet_replica &replica : replicas)
    start(ask(replica));
}
void ask_shards(const std::vector<shard_id> &shards) {
  for (auto shard : shards)
    start(ask_shard(shard));
}
void ask_nodes(const std::vector<const cluster_node *> &nodes) {
  for (const cluster_node *node : nodes)
    start(ask_node(*node));
}
void finish_streams(std::map<host_id, stream> &streams) {
  for (auto &entry : streams)
    start(finish(entry.second));
}
void fetch_hosts(const std::vector<std::string> &hosts) {
  for (const std::string &host : hosts)
    start(fetch(host));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'hosts' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}
void weigh_nodes(const std::vector<graph_node> &nodes) {
  for (const graph_node &node : nodes)
    start(weigh(node));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'nodes' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// A view does not tell what is in it, and the function that is called for each does.
struct keys_view {
  host_id *begin() const;
  host_id *end() const;
};
seastar::future<> ask_later(host_id host);
seastar::future<> fetch_later(std::string host);
seastar::future<> fetch_later(unsigned number);
unsigned count_instances();
unsigned count_numbers();
seastar::future<> ask_keys(keys_view keys, std::vector<std::string> names) {
  co_await seastar::parallel_for_each(keys, [](host_id host) { return ask_later(host); });
  co_await seastar::parallel_for_each(names, [](std::string host) { return fetch_later(host); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'names' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  // CHECK-FIXES:      constexpr unsigned max_in_flight = 16;
  // CHECK-FIXES-NEXT: co_await seastar::max_concurrent_for_each(names, max_in_flight, [](std::string host) { return fetch_later(host); });
}

// As many as there are to do the work.
seastar::future<> ask_numbers() {
  auto instances = std::views::iota(0u, count_instances());
  co_await seastar::parallel_for_each(instances.begin(), instances.end(), [](unsigned i) { return fetch_later(i); });
  auto numbers = std::views::iota(0u, count_numbers());
  co_await seastar::parallel_for_each(numbers.begin(), numbers.end(), [](unsigned i) { return fetch_later(i); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'numbers' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  // CHECK-FIXES: co_await seastar::max_concurrent_for_each(numbers.begin(), numbers.end(), max_in_flight, [](unsigned i) { return fetch_later(i); });
}

// -- What somebody has written down, or put up.

struct server_config {
  std::vector<std::string> hosts() const;
  std::vector<std::string> mirrors;
};
class cluster {
public:
  const std::vector<std::string> &nodes() const;
  const std::vector<std::string> &keys() const;
};
struct listing {
  std::vector<std::string> hosts;
};

task<void> connect(const server_config &config, const cluster *members, const listing &all) {
  for (const std::string &host : config.hosts())
    start(fetch(host));
  auto &mirrors = config.mirrors;
  for (const std::string &mirror : mirrors)
    start(fetch(mirror));
  for (const std::string &node : members->nodes())
    start(fetch(node));
  for (const std::string &key : members->keys())
    start(fetch(key));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of the range at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  for (const std::string &host : all.hosts)
    start(fetch(host));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'hosts' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_return;
}

// -- Those who want to be told, and things to be done.

struct event {};
class dispatcher {
public:
  void tell(const std::string &kind, const event &what) {
    auto &for_kind = handlers.at(kind);
    for (const auto &handler : for_kind)
      start(handler(what));
  }
  void run_all() {
    for (auto &job : jobs)
      start(job());
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'jobs' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  }

private:
  std::unordered_map<std::string, std::vector<std::function<task<void>(const event &)>>> handlers;
  std::vector<std::function<task<void>()>> jobs;
};

// -- Containers that small loops have filled.

struct arena {};
template <typename T> class arena_vector {
public:
  arena_vector(arena *from);
  void push_back(const T &value);
  T *begin() const;
  T *end() const;
};

class pool {
public:
  pool(unsigned number) : num_workers(number) {}
  void run(const std::vector<std::string> &names) {
    arena from;
    arena_vector<std::string> early(&from);
    std::vector<std::string> files, few, twice, given = names;
    for (unsigned i = 0; i < 4; ++i)
      early.push_back(names[i]);
    for (const std::string &name : early)
      start(fetch(name));
    for (unsigned i = 0; i < num_workers; ++i)
      files.push_back(names[i]);
    for (size_t i = 0; i < files.size(); ++i)
      start(fetch(files[i]));
    for (unsigned i = 0; i < 4; i += 1)
      few.push_back(names[i]);
    for (const std::string &name : few)
      start(fetch(name));
    for (const std::string &name : names)
      for (int i = 0; i < 2; ++i)
        twice.push_back(name);
    for (const std::string &name : twice)
      start(fetch(name));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'twice' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
    for (unsigned i = 0; i < num_workers; ++i)
      given.push_back(names[i]);
    for (const std::string &name : given)
      start(fetch(name));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: a task is in flight for every element of 'given' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  }

private:
  unsigned num_workers;
};

// -- Of those that never end, or wait for one another, the last ones would never come to run.

struct feed {
  task<int> next();
};
struct gathering {
  task<void> arrive_and_wait();
};
bool stopping();

task<void> follow(feed &from) {
  for (;;) {
    int value = co_await from.next();
    if (value < 0)
      continue;
    if (stopping())
      co_return;
  }
}
task<void> drain(feed &from) {
  while (true) {
    int value = co_await from.next();
    if (value == 0)
      break;
  }
}
task<void> meet(feed &from, gathering &all) {
  co_await from.next();
  co_await all.arrive_and_wait();
}

void serve(std::vector<feed> &feeds, gathering &all) {
  for (feed &from : feeds)
    start(follow(from));
  for (feed &from : feeds)
    start(meet(from, all));
  for (feed &from : feeds)
    start(drain(from));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'feeds' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// -- Work that is done as soon as it is begun.

task<void> count(int number) {
  std::vector<task<int>> ready, waiting;
  for (int i = 0; i < number; ++i)
    ready.push_back([](int i) -> task<int> { co_return i; }(i));
  co_await inhouse::when_all(std::move(ready));
  for (int i = 0; i < number; ++i)
    waiting.push_back([](int i) -> task<int> {
      co_await fetch("a");
      co_return i;
    }(i));
  co_await inhouse::when_all(std::move(waiting));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every value of 'i' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// -- A load that is measured.

task<void> send(int number);
struct loop {
  void run();
};
void measure(loop &on, int number) {
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < number; ++i)
    start(send(i));
  on.run();
  const auto took = std::chrono::steady_clock::now() - begin;
  (void)took;
}
void loaded(loop &on, int number) {
  for (int i = 0; i < number; ++i)
    start(send(i));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every value of 'i' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  on.run();
}

// -- What ends each element, by a lambda that nobody has called yet; an own join; a number somebody chose.

struct Client {
  seastar::future<> stop();
  seastar::future<> refresh();
};
struct Exchange {
  std::unordered_map<int, Client> clients;
  seastar::future<> shut_down() {
    co_await seastar::parallel_for_each(clients, [](auto &client) -> seastar::future<> {
      co_await client.second.stop();
    });
  }
  seastar::future<> refresh() {
    co_await seastar::parallel_for_each(clients, [](auto &client) -> seastar::future<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: a task is in flight for every element of 'clients' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
      co_await client.second.refresh();
    });
  }
};

void run_all(std::vector<task<void>> tasks) {
  for (size_t i = 0; i < tasks.size(); ++i)
    start([own = std::move(tasks[i])]() mutable -> task<void> { co_await std::move(own); }());
}

task<void> send(int to, int level);
task<void> spreads(const std::vector<int> &receivers, int amount) {
  std::vector<task<void>> sent;
  size_t next = 0;
  for (int i = 0; i < amount && next < receivers.size(); i++)
    sent.push_back(send(receivers[next++], i));
  co_await inhouse::when_all(std::move(sent));
}
task<void> spreads_to_all(const std::vector<int> &receivers) {
  std::vector<task<void>> sent;
  for (size_t i = 0; i < receivers.size(); i++)
    sent.push_back(send(receivers[i], 1));
  co_await inhouse::when_all(std::move(sent));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'receivers' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}
