// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s %seven %t

#include <boost/cobalt.hpp>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace cobalt = boost::cobalt;
namespace io = boost::cobalt::io;
using namespace std::chrono_literals;

cobalt::promise<int> price(int id);
cobalt::task<void> store(int id);
void show(int value);

// ----- async-await-in-loop -----

cobalt::promise<void> store_all(const std::vector<int> &ids) {
  for (int id : ids)
    co_await store(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'store' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
}

cobalt::promise<void> numbers(cobalt::generator<int> source) {
  for (int i = 0; i != 10; ++i)
    show(co_await source);
}

cobalt::promise<void> one_socket(io::stream_socket &socket, const std::vector<int> &ids) {
  for (int id : ids)
    co_await cobalt::race(socket.write_some(boost::asio::buffer(&id, 4)), io::sleep(1s));
}

cobalt::promise<void> both() {
  auto [a, b] = co_await cobalt::join(price(1), price(2));
  show(a + b);
}

// ----- async-unbounded-fan-out -----

cobalt::promise<void> all_at_once(const std::vector<int> &ids) {
  std::vector<cobalt::promise<int>> running;
  for (int id : ids)
    running.push_back(price(id));
  for (int found : co_await cobalt::join(running))
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: a task is in flight for every element of 'ids' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
    show(found);
}

// ----- async-discarded-awaitable -----

cobalt::promise<void> forgets(io::stream_socket &socket) {
  price(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'price' is dropped, so its work is cancelled here; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await price(1);
  store(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'store' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await store(2);
  io::sleep(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'sleep' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await io::sleep(1s);
  +price(3);
  co_await store(4);
}

cobalt::detached background() { co_await store(1); }

void starts() { background(); }

// ----- async-missing-timeout -----

cobalt::promise<void> reads(io::stream_socket &socket) {
  char data[100];
  co_await socket.read_some(boost::asio::buffer(data));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

cobalt::promise<void> reads_in_time(io::stream_socket &socket) {
  char data[100];
  co_await cobalt::race(socket.read_some(boost::asio::buffer(data)), io::sleep(5s));
}

cobalt::task<void> asks(io::stream_socket &socket) {
  char data[100];
  co_await socket.read_some(boost::asio::buffer(data));
}
cobalt::promise<void> asks_in_time(io::stream_socket &one, io::stream_socket &other) {
  std::vector<cobalt::task<void>> asked;
  asked.push_back(asks(one));
  asked.push_back(asks(other));
  co_await cobalt::race(cobalt::gather(std::move(asked)), io::sleep(5s));
}

cobalt::task<void> asks_on(io::stream_socket &socket) {
  char data[100];
  co_await socket.read_some(boost::asio::buffer(data));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
cobalt::promise<void> asks_all(io::stream_socket &one, io::stream_socket &other) {
  std::vector<cobalt::task<void>> asked;
  asked.push_back(asks_on(one));
  asked.push_back(asks_on(other));
  co_await cobalt::gather(std::move(asked));
}

cobalt::promise<void> accepts(io::acceptor &acceptor) {
  auto socket = co_await acceptor.accept();
  show(sizeof(socket));
}

// ----- async-blocking-call -----

cobalt::promise<int> blocks(cobalt::thread &worker) {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await boost::cobalt::io::sleep(1s);
  cobalt::run(store(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'run' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  worker.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'thread::join' blocks this thread until another one ends, and every other coroutine on it waits as long; await a result of that thread [async-blocking-call]
  int found = co_await price(1);
  co_return found + 1;
}

int main() { cobalt::run(store(1)); }

// ----- async-await-under-lock -----

cobalt::promise<void> under_lock(std::mutex &mutex) {
  std::lock_guard lock(mutex);
  co_await store(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'lock' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}
