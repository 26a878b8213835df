// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Seastar, in the shapes its users write.
// RUN: %check_cotidy %s %seven %t

#include <seastar/core/coroutine.hh>
#include <seastar/core/future.hh>
#include <seastar/core/gate.hh>
#include <seastar/core/loop.hh>
#include <seastar/core/sleep.hh>
#include <chrono>
#include <fstream>
#include <mutex>
#include <ranges>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

using namespace std::chrono_literals;
using seastar::future;

future<int> fetch(int id);
future<> store(int id, std::string text);
bool is_wanted(int id);

// ----- awaits in loops -----

future<> store_all(const std::vector<int> &ids) {
  for (int id : ids) {
    co_await store(id, "x");
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'store' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES:      co_await seastar::max_concurrent_for_each(ids, max_in_flight, seastar::coroutine::lambda({{.*}}(auto &&input) -> seastar::future<> {
    // CHECK-FIXES-NEXT:   int id = input;
    // CHECK-FIXES-NEXT:   co_await store(id, "x");
    // CHECK-FIXES-NEXT: }));
  }
}

future<std::vector<int>> fetch_all(const std::vector<int> &ids) {
  std::vector<int> found;
  for (const auto &id : ids)
    found.push_back(co_await fetch(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES:      const auto &id = input;
    // CHECK-FIXES-NEXT: outcome.emplace(co_await fetch(id));
  co_return found;
}

future<> polite(const std::vector<int> &ids, int &sum) {
  for (int id : ids) {
    sum += id;
    co_await seastar::coroutine::maybe_yield();
  }
}

future<int> join(std::vector<future<int>> running) {
  int sum = 0;
  for (auto &one : running)
    sum += co_await std::move(one);
  co_return sum;
}

future<> copy(seastar::input_stream<char> &from, seastar::output_stream<char> &to) {
  while (true) {
    auto buffer = co_await from.read();
    if (buffer.empty())
      break;
    co_await to.write(buffer);
  }
}

future<std::size_t> pages(seastar::file &file, char *to) {
  std::size_t all = 0;
  for (int page = 0; page < 64; ++page)
    all += co_await file.dma_read(page * 4096, to + page * 4096, 4096);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the 64 awaits of 'dma_read' run one after another: latency is their sum, 64 x L instead of ceil(64/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return all;
}

// ----- what is dropped -----

future<> dropped(seastar::shared_mutex &mutex) {
  fetch(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'fetch' is dropped, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  store(2, "b").then([] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'then' is dropped, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  seastar::sleep(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'sleep' is dropped, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  mutex.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'lock' is dropped, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  auto never = fetch(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'never' is never awaited, so its work runs on unobserved and its errors are lost; await it [async-discarded-awaitable]
  seastar::coroutine::maybe_yield();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this awaitable is dropped, so its work never runs; await it [async-discarded-awaitable]
  co_return;
}

future<> kept(seastar::gate &gate) {
  (void)store(1, "background");
  std::ignore = store(2, "background");
  (void)seastar::with_gate(gate, [] { return store(3, "gate"); });
  auto running = fetch(4);
  co_await store(5, "x").finally([] {});
  co_await std::move(running);
  co_await gate.close();
}

// ----- fan-out -----

future<> on_each_core(seastar::smp &cores) {
  co_await seastar::parallel_for_each(seastar::this_smp_all_shards(), [](unsigned id) { return store(id, "x"); });
  co_await seastar::parallel_for_each(cores.all_shards(), [](unsigned id) { return store(id, "x"); });
}

future<> all_at_once(const std::vector<int> &ids) {
  co_await seastar::parallel_for_each(ids, [](int id) { return store(id, "x"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

future<> all_at_once_in_coroutines(std::vector<int> ids) {
  co_await seastar::coroutine::parallel_for_each(ids, [](int id) -> future<> { co_await store(id, "x"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

future<std::vector<int>> collected(const std::vector<int> &ids) {
  std::vector<future<int>> running;
  for (int id : ids)
    running.push_back(fetch(id));
  co_return co_await seastar::when_all_succeed(std::move(running));
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

future<> by_iterators(const std::vector<int> &ids) {
  std::vector<future<int>> running;
  for (int id : ids)
    running.push_back(fetch(id));
  co_await seastar::when_all_succeed(running.begin(), running.end());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

future<> at_most(const std::vector<int> &ids, seastar::semaphore &slots) {
  co_await seastar::max_concurrent_for_each(ids, 16, [](int id) { return store(id, "x"); });
  co_await seastar::parallel_for_each(
      ids, [&](int id) { return seastar::with_semaphore(slots, 1, [id] { return store(id, "x"); }); });
  co_await seastar::parallel_for_each(std::vector<int>{1, 2, 3}, [](int id) { return store(id, "x"); });
}

future<> from_here_on(const std::vector<int> &ids, unsigned count) {
  auto first = ids.begin();
  auto fourth = first + 4;
  co_await seastar::parallel_for_each(first, fourth, [](int id) { return store(id, "x"); });
  co_await seastar::parallel_for_each(ids.begin(), ids.begin() + count, [](int id) { return store(id, "x"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

struct session {
  future<> stop();
};
// As many as somebody chose; as many as there are; what the caller chose.
future<> chosen(const std::vector<int> &ids, unsigned parallelism, std::vector<session> &sessions) {
  co_await seastar::parallel_for_each(std::views::iota(0u, parallelism),
                                      [](unsigned id) { return store(id, "x"); });
  co_await seastar::parallel_for_each(sessions, [](session &one) { return one.stop(); });
}
template <typename F> future<> for_each_id(const std::vector<int> &ids, F function) {
  co_await seastar::parallel_for_each(ids, std::move(function));
}
future<> gives_function(const std::vector<int> &ids) {
  co_await for_each_id(ids, [](int id) { return store(id, "x"); });
}

future<> chained(int id) {
  co_await fetch(id).then([](int next) { return store(next, "x"); }).finally([] { return seastar::now(); });
}

future<> in_the_background(seastar::gate &gate, const std::vector<int> &ids) {
  for (int id : ids)
    (void)seastar::with_gate(gate, [id] { return store(id, "x"); });
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  co_await gate.close();
}

// ----- locks -----

future<> under_a_lock(std::mutex &mutex, int &count) {
  std::lock_guard guard(mutex);
  count += co_await fetch(count);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'guard' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

future<> under_an_async_lock(seastar::rwlock &lock, seastar::shared_mutex &mutex, seastar::semaphore &slots,
                             int &count) {
  auto held = co_await lock.hold_write_lock();
  auto units = co_await seastar::get_units(slots, 1);
  co_await mutex.lock();
  count += co_await fetch(count);
  mutex.unlock();
}

// ----- blocking -----

future<int> waits_synchronously() { co_return fetch(1).get(); }
// CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'future::get' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
// CHECK-FIXES: future<int> waits_synchronously() { co_return co_await std::move(fetch(1)); }

future<int> looks_at_ready_futures() {
  auto [one, two] = co_await seastar::when_all(fetch(1), fetch(2));
  int sum = one.get() + two.get();
  auto three = co_await seastar::coroutine::as_future(fetch(3));
  if (!three.failed())
    sum += three.get();
  auto four = fetch(4);
  if (four.available())
    sum += four.get();
  co_return sum;
}

void save(int value) {
  std::ofstream file("state");
  file << value;
}
int get_in_thread() {
  return fetch(1).get();
}
// A fibre of the same thread: it may wait for a future, and for nothing else.
future<> in_a_thread() {
  co_await seastar::async([] { fetch(1).get(); });
  co_await seastar::async([] { get_in_thread(); });
  co_await seastar::async([] { save(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this lambda calls 'basic_ofstream::operator<<', which blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  get_in_thread();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'get_in_thread' calls 'future::get', which blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
}
void start_in_thread() {
  seastar::async([] { get_in_thread(); }).get();
}
int get_later() {
  return get_in_thread();
}
int first_in_thread(std::vector<future<>> &started) {
  started.push_back(seastar::async(get_in_thread));
  return get_later();
}
future<> in_a_thread_and_here(std::vector<future<>> &started) {
  first_in_thread(started);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'first_in_thread' calls 'future::get', which blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  co_return;
}
future<> looks_at_each_result(const std::vector<int> &ids) {
  std::vector<future<int>> some;
  for (int id = 0; id != 4; ++id)
    some.push_back(fetch(id));
  auto results = co_await seastar::when_all(some.begin(), some.end());
  for (std::size_t i = 0; i < results.size(); ++i)
    results[i].get();
  std::vector<future<int>> others(2);
  others[0].get();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'future::get' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await std::move(others[0]);
}
future<> on_each_shard(std::vector<std::vector<int>> by_shard) {
  std::vector<future<>> some;
  for (std::size_t i = 0; i < by_shard.size(); ++i)
    some.push_back(store(i, "x"));
  co_await seastar::when_all_succeed(some.begin(), some.end());
}
// One batch after another.
future<> in_batches(const std::vector<int> &ids) {
  for (std::size_t begin = 0; begin < ids.size(); begin += 8) {
    std::vector<future<int>> batch;
    for (std::size_t i = begin; i < std::min(begin + 8, ids.size()); ++i)
      batch.push_back(fetch(ids[i]));
    co_await seastar::when_all_succeed(batch.begin(), batch.end());
  }
}

future<> sleeps() {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await seastar::sleep(1s);
  std::ifstream file("name");
  std::string line;
  std::getline(file, line);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getline' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}

// ----- time limits -----

future<> request(seastar::http::client &client, seastar::abort_source &stop) {
  co_await client.make_request({}, [](const seastar::http::reply &) { return seastar::now(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'make_request' on 'client' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await client.make_request({}, [](const seastar::http::reply &) { return seastar::now(); }, &stop);
}

future<seastar::connected_socket> connected(seastar::socket_address address) {
  co_return co_await seastar::with_timeout(seastar::lowres_clock::now() + 5s, seastar::connect(address));
}

future<seastar::connected_socket> connected_some_day(seastar::socket_address address) {
  co_return co_await seastar::connect(address);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'connect' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

future<> sends_parts(seastar::rpc::sink<std::string> &to, std::vector<std::string> parts) {
  for (const std::string &part : parts)
    co_await to(part);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'to' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await to.flush();
}
future<std::string> first_part(seastar::rpc::source<std::string> &from) {
  auto part = co_await from();
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'from' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return part ? std::get<0>(*part) : std::string();
}
future<> sends_a_part_in_time(seastar::rpc::sink<std::string> &to, std::string part) {
  co_await seastar::with_timeout(seastar::lowres_clock::now() + 5s, to(part));
}

// A stream may be that of a file: one that a socket gave is not.
class Session {
public:
  explicit Session(seastar::connected_socket from) : socket(std::move(from)), in(socket.input()), out(socket.output()) {}
  future<> header() {
    co_await in.read_exactly(4);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'read_exactly' on 'in' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  }
  future<> serve() {
    for (;;) {
      auto text = co_await in.read();
      if (text.size() == 0)
        co_return;
      co_await out.write(text);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'write' on 'out' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
    }
  }
  future<> header_in_time() {
    co_await seastar::with_timeout(seastar::lowres_clock::now() + 5s, in.read_exactly(4));
  }

private:
  seastar::connected_socket socket;
  seastar::input_stream<char> in;
  seastar::output_stream<char> out;
};
future<> read_number(seastar::input_stream<char> &from) {
  co_await from.read_exactly(8);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read_exactly' on 'from' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
future<> read_number_of(seastar::connected_socket socket) {
  auto in = socket.input();
  co_await read_number(in);
}
future<> of_what_nobody_knows(seastar::input_stream<char> &from) {
  co_await from.read_exactly(8);
}

future<> serve(seastar::server_socket &socket, seastar::gate &gate) {
  while (true) {
    auto accepted = co_await socket.accept();
    (void)seastar::with_gate(gate, [] { return store(1, "client"); });
  }
}

// What is ready when it is made, and replaced by work, was no work.
future<> stores_if_asked(bool asked) {
  future<> done = seastar::make_ready_future();
  if (asked)
    done = store(1, "asked");
  co_await std::move(done);
}

// What only computes gains nothing from running beside others of its kind, nor does what waits for work that runs.

seastar::future<int> hash_gently(int id) {
  for (int i = 0; i != id; ++i)
    co_await seastar::coroutine::maybe_yield();
  co_return id;
}
seastar::future<int> hash_twice(int id) { co_return co_await hash_gently(id) + co_await hash_gently(id); }
seastar::future<int> hash_stored(int id) {
  co_await store(id, "hash");
  co_return id;
}
seastar::future<std::vector<int>> hashes(const std::vector<int> &ids) {
  std::vector<int> found;
  for (int id : ids)
    found.push_back(co_await hash_twice(id));
  for (int id : ids)
    found.push_back(co_await hash_stored(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'hash_stored' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
  co_return found;
}

seastar::future<int> finished(seastar::future<int> &running) { co_return co_await std::move(running); }
seastar::future<int> sum_of(std::vector<seastar::future<int>> &all) {
  int sum = 0;
  for (seastar::future<int> &running : all)
    sum += co_await finished(running);
  co_return sum;
}
