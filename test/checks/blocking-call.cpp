// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <inhouse/task.h>
#include <mutex>
#include <thread>
#include <vector>

using inhouse::task;
using namespace std::chrono_literals;

task<int> fetch(int id);
task<void> readable(int descriptor);

// ---- direct calls, by category

task<void> sleeps() {
  std::this_thread::sleep_for(10ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  std::this_thread::sleep_until(std::chrono::steady_clock::now() + 10ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_until' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_await fetch(1);
}

task<void> waits(std::future<int> result, std::condition_variable &changed, std::unique_lock<std::mutex> &lock) {
  int n = result.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'future::get' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  changed.wait(lock);
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'condition_variable::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_await fetch(n);
}

// What the library's class has from a base of its own.
task<void> waits_by_a_base(std::future<int> result, std::ofstream file) {
  result.wait_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'future::wait_for' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  file.flush();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'basic_ofstream::flush' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}

task<void> joins(std::thread worker) {
  worker.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'thread::join' blocks this thread until another one ends, and every other coroutine on it waits as long; await a result of that thread [async-blocking-call]
  co_return;
}

task<int> waits_for_a_task() {
  int n = inhouse::sync_wait(fetch(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'sync_wait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  co_return n;
}

task<void> copies(std::filesystem::path from, std::filesystem::path to) {
  std::filesystem::copy_file(from, to);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'copy_file' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}

std::atomic<bool> done;
void cpu_relax();
int next_item();

task<void> spins(std::future<int> result) {
  while (!done.load()) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
  }
  do
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
    ;
  while (!done.load());
  while (!done)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
    std::this_thread::yield();
  for (;;) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
    if (done.load())
      break;
    cpu_relax();
  }
  while (result.wait_for(0s) != std::future_status::ready) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
  }
  co_return;
}

struct Part {
  bool dirty() const;
  bool clean();
};

task<void> looks_again_and_again(std::vector<Part> &parts) {
  co_await fetch(1);
  while (true) {
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop keeps this thread spinning, and every other coroutine on it waits as long; await an event or a timer [async-blocking-call]
    bool any = false;
    for (const Part &part : parts)
      any |= part.dirty();
    if (!any)
      break;
  }
  for (bool any = true; any;) {
    any = false;
    for (const Part &part : parts)
      any |= part.dirty();
  }
  while (true) {
    bool any = false;
    for (Part &part : parts)
      any |= part.clean();
    if (!any)
      break;
  }
}

task<void> loops_that_do_something(std::vector<int> items) {
  while (!done.load())
    co_await fetch(1);
  auto item = items.begin();
  while (item != items.end())
    ++item;
  while (!done.load())
    next_item();
  do {
    if (done.load())
      break;
  } while (false);
}

// ---- quiet: nothing to wait for

task<void> polls(std::future<int> result) {
  std::this_thread::sleep_for(0ms);
  if (result.wait_for(0s) == std::future_status::ready)
    co_await fetch(result.get());
}

task<void> keeps_a_promise(std::promise<int> promise, std::packaged_task<int()> work) {
  std::future<int> first = promise.get_future();
  promise.set_value(1);
  first.get();
  auto second = work.get_future();
  work();
  co_await fetch(second.get());
}

struct addrinfo {
  int ai_flags;
  int ai_family;
};
extern "C" int getaddrinfo(const char *node, const char *service, const addrinfo *hints, addrinfo **found);
#define AI_NUMERICHOST 4
task<int> parses_an_address(const char *text, addrinfo *found) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;
  co_return getaddrinfo(text, "80", &hints, &found);
}
task<int> asks_a_name_server(const char *name, addrinfo *found) {
  addrinfo hints{};
  hints.ai_family = 2;
  co_return getaddrinfo(name, "80", &hints, &found);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'getaddrinfo' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
}

bool is_done(std::future<int> &result) { return result.wait_for(0s) == std::future_status::ready; }
bool is_ready(const std::future<int> &result);
bool is_valid(std::future<int> &result) { return result.valid(); }
task<void> asks_a_helper(std::future<int> result, std::future<int> other) {
  if (!is_done(result) || !is_ready(other))
    co_return;
  co_await fetch(result.get() + other.get());
}
task<void> asks_a_helper_for_something_else(std::future<int> result) {
  if (is_valid(result))
    co_await fetch(result.get());
}

// Asked, but nobody looked at the answer; and what another await was about.
task<void> does_not_look(std::future<int> result, int id) {
  result.wait_for(0s);
  result.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'future::get' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_await fetch(id);
  inhouse::sync_wait(fetch(id));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sync_wait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
}

task<void> polls_until_ready(std::future<int> result) {
  while (result.wait_for(0s) != std::future_status::ready)
    co_await fetch(0);
  result.get();
}

task<void> locks_for_a_moment(std::mutex &guard, int &counter) {
  {
    std::lock_guard lock(guard);
    ++counter;
  }
  co_await fetch(counter);
}

task<void> opens(std::filesystem::path path) {
  std::ifstream file(path);
  if (std::filesystem::exists(path))
    co_await fetch(1);
}

task<void> leaves_out() {
  if constexpr (sizeof(int) == 1)
    std::this_thread::sleep_for(1s);
  (void)sizeof(std::system("ls"));
  co_return;
}

// ---- through plain functions

void backoff(int attempt) { std::this_thread::sleep_for(attempt * 10ms); }
void retry(int attempt) {
  backoff(attempt);
}
bool odd(int n);
bool even(int n) { return n == 0 || odd(n - 1); }
bool odd(int n) {
  if (n == 1)
    backoff(n);
  return n != 0 && even(n - 1);
}
void one() { backoff(1); }
void two() { one(); }
void three() { two(); }
void four() { three(); }
void five() { four(); }
void six() { five(); }

task<void> through_functions() {
  retry(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'retry' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  even(4);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'even' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  odd(4);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'odd' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  six();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'six' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return;
}

struct Cache {
  explicit Cache(int attempts) { retry(attempts); }
  void refresh() { retry(1); }
  static Cache load() { return Cache(3); }
  int size() const { return 0; }
};

task<int> through_methods() {
  Cache cache(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the constructor of 'Cache' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  cache.refresh();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Cache::refresh' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  Cache other = Cache::load();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'Cache::load' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return cache.size() + other.size();
}

// A virtual call is known only if its target is.
struct Store {
  virtual ~Store() = default;
  virtual void save() { retry(1); }
};
struct DiskStore final : Store {
  void save() override { retry(2); }
};

task<void> through_virtual_calls(Store &any, DiskStore &disk, void (*call)()) {
  any.save();
  disk.save();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'DiskStore::save' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  any.Store::save();
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'Store::save' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  call();
  co_return;
}

template <typename F> void repeat(int times, F f) {
  for (int i = 0; i < times; ++i)
    f();
}
template <typename F> void repeat_with(int times, F f) {
  for (int i = 0; i < times; ++i)
    f(i);
}
template <typename T> task<T> in_a_template(T value) {
  std::this_thread::sleep_for(10ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return value;
}
task<void> uses_the_template() {
  co_await in_a_template(1);
  co_await in_a_template(1.0);
}

template <typename T> task<void> never_instantiated(T value) {
  std::this_thread::sleep_for(10ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  value.anything();
  co_return;
}

// ---- lambdas: what runs here, and what does not

task<void> lambdas(std::vector<int> items) {
  [] { backoff(1); }();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this lambda calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  auto later = [] { backoff(2); };
  later();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this lambda calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  repeat(3, [] { backoff(3); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'repeat' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  std::for_each(items.begin(), items.end(), [](int item) { backoff(item); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this lambda calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  repeat_with(3, [](auto item) { backoff(item); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'repeat_with' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  std::for_each(items.begin(), items.end(), backoff);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'backoff' calls 'sleep_for', which puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return;
}

void enqueue(std::function<void()> work);

task<void> lambdas_for_others() {
  auto never_called = [] { backoff(1); };
  enqueue([] { backoff(1); });
  std::thread worker([] { backoff(1); });
  worker.detach();
  auto handle = std::async(std::launch::async, [] { backoff(1); });
  co_await fetch(handle.wait_for(0s) == std::future_status::ready);
}

// A coroutine is reported in itself, not where it is called.
task<void> calls_a_coroutine() {
  co_await sleeps();
  auto inner = []() -> task<void> {
    std::this_thread::sleep_for(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
    co_return;
  };
  co_await inner();
}

// ---- what authors say themselves

void flush_to_tape() [[clang::blocking]];
__attribute__((annotate("cotidy::blocking"))) void flush_to_disk();
void quick_look() [[clang::nonblocking]];
__attribute__((annotate("cotidy::nonblocking"))) void trusted() { backoff(0); }

task<void> attributes() {
  flush_to_tape();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'flush_to_tape' blocks this thread, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  flush_to_disk();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'flush_to_disk' blocks this thread, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  quick_look();
  trusted();
  co_return;
}

// Boost's atomics wait in what they derive from.
namespace boost {
namespace atomics {
namespace detail {
template <typename T> struct base_atomic {
  T wait(T old) const;
};
struct atomic_flag_impl {
  bool wait(bool old) const;
};
} // namespace detail
template <typename T> struct atomic : detail::base_atomic<T> {
  T load() const;
};
struct atomic_flag : detail::atomic_flag_impl {};
} // namespace atomics
using atomics::atomic;
using atomics::atomic_flag;
} // namespace boost
task<void> waits_for_boost(boost::atomic<int> &counter, boost::atomic_flag &flag) {
  counter.load();
  counter.wait(0);
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'atomic::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  flag.wait(false);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'atomic_flag::wait' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_return;
}

// Logging is decided elsewhere.
struct Logger {
  void write(const char *line) { file.write(line, 1); }
  std::ofstream file;
};
task<void> logs(Logger &logger) {
  logger.write("started");
  co_return;
}
// But a log of what has been done is data.
struct CommitLog {
  void append(const char *record) { file.write(record, 1); }
  std::ofstream file;
};
struct Log {
  void append(const char *record) { file.write(record, 1); }
  void truncate();
  std::ofstream file;
};
task<void> commits(CommitLog &log, Log &changes) {
  log.append("x = 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'CommitLog::append' calls 'basic_ofstream::write', which blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  changes.append("x = 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'Log::append' calls 'basic_ofstream::write', which blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}

// ---- descriptors that are read only when there is something

extern "C" {
int socket(int domain, int type, int protocol);
long recv(int descriptor, void *data, unsigned long size, int flags);
}
#define EAGAIN 11
#define SOCK_STREAM 1
#define SOCK_NONBLOCK 2048
#define MSG_DONTWAIT 64
void set_nonblocking(int descriptor);

task<void> reads_a_descriptor(int descriptor, char *data) {
  recv(descriptor, data, 8, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'recv' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await the asynchronous operation [async-blocking-call]
  co_await fetch(1);
}

task<void> awaits_before_it_reads(int descriptor, char *data) {
  co_await readable(descriptor);
  recv(descriptor, data, 8, 0);
}

task<void> tries_first(int descriptor, char *data) {
  while (recv(descriptor, data, 8, 0) == -EAGAIN)
    co_await fetch(1);
}

task<void> never_waits(int descriptor, char *data) {
  recv(descriptor, data, 8, MSG_DONTWAIT);
  set_nonblocking(descriptor);
  recv(descriptor, data, 8, 0);
  int other = socket(0, SOCK_STREAM | SOCK_NONBLOCK, 0);
  recv(other, data, 8, 0);
  co_return;
}

class Connection {
public:
  task<long> read(char *data) {
    long n = read_now(data);
    if (n < 0) {
      co_await readable(descriptor);
      n = read_now(data);
    }
    co_return n;
  }
  task<long> peek(char *data) { co_return recv(descriptor, data, 1, 0); }

private:
  long read_now(char *data) { return recv(descriptor, data, 8, 0); }
  int descriptor;
};

int pipe2(int ends[2], int flags);
extern "C" long read(int descriptor, void *data, unsigned long size);
#define O_NONBLOCK 2048
task<void> reads_a_pipe(char *data) {
  int ends[2];
  pipe2(ends, O_NONBLOCK);
  read(ends[0], data, 8);
  co_return;
}

class Waker {
public:
  Waker() : wakes(socket(0, SOCK_STREAM | SOCK_NONBLOCK, 0)), blocks(socket(0, SOCK_STREAM, 0)) {}
  void wake(char *data) {
    recv(wakes, data, 8, 0);
    recv(by_default, data, 8, 0);
  }
  void take(char *data) { recv(blocks, data, 8, 0); }

private:
  int wakes, blocks, by_default = socket(0, SOCK_STREAM | SOCK_NONBLOCK, 0);
};
task<void> wakes_it(Waker &waker, char *data) {
  waker.wake(data);
  waker.take(data);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Waker::take' calls 'recv', which blocks this thread until the peer is ready, and every other coroutine on it waits as long; await the asynchronous operation [async-blocking-call]
  co_return;
}

// ---- plain functions may block

void plain() { std::this_thread::sleep_for(1s); }
int main() { plain(); }

// ----- select: without a time for ever, with a time of zero not at all -----

extern "C" int select(int, fd_set *, fd_set *, fd_set *, timeval *);
task<void> selects(fd_set *ready) {
  timeval none = {0, 0};
  select(1, ready, nullptr, nullptr, &none);
  timeval cleared;
  cleared.tv_sec = 0;
  cleared.tv_usec = 0;
  select(1, ready, nullptr, nullptr, &cleared);
  timeval some{};
  some.tv_sec = 2;
  select(1, ready, nullptr, nullptr, &some);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'select' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await the asynchronous operation [async-blocking-call]
  select(1, ready, nullptr, nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'select' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await the asynchronous operation [async-blocking-call]
  co_return;
}

// Where there is no executor, nothing else waits for the thread.
struct own_executor {
  void schedule(void (*work)());
};
task<own_executor *> current_executor();
task<void> pauses(std::chrono::milliseconds time) {
  own_executor *executor = co_await current_executor();
  if (!executor) {
    std::this_thread::sleep_for(time);
    co_return;
  }
  std::this_thread::sleep_for(time);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
}

// A coroutine begins on the pool that its promise is made from, and may block there; on a loop it may not.
struct thread_pool {
  void post(void (*work)());
};
struct event_loop {
  void post(void (*work)());
};
template <typename On> struct started_on {
  struct promise_type {
    explicit promise_type(On &on);
    started_on get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> waiting);
  void await_resume();
};
started_on<thread_pool> on_a_pool(thread_pool &on) {
  std::this_thread::sleep_for(10ms);
  co_return;
}
started_on<event_loop> on_a_loop(event_loop &on) {
  std::this_thread::sleep_for(10ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  co_return;
}
