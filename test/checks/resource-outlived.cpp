// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s resource-outlived %t

#include <array>
#include <asio.hpp>
#include <inhouse/eager.h>
#include <inhouse/task.h>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using inhouse::task;

task<void> step(int n = 0);
void spawn(task<void> work);
task<void> write(const std::string &text);
task<void> show(std::string_view text);
task<void> fill(char *to, int size);

struct Scope {
  void spawn(task<void> work);
  task<void> join();
};
struct Nursery {
  Nursery();
  Nursery(const Nursery &) = delete;
  ~Nursery();
  void spawn(task<void> work);
};

// What is reported.

task<void> by_reference() {
  std::string text = "x";
  spawn(write(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'text' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  co_await step();
}

void by_view() {
  std::string text = "x";
  spawn(show(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'text' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
}

task<void> by_pointer() {
  int size = 8;
  char first = 0;
  spawn(fill(&first, size));
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'first' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  co_await step();
}

asio::awaitable<void> send(const std::string &text) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  co_await timer.async_wait(asio::use_awaitable);
  co_await timer.async_wait(asio::bind_executor(timer.get_executor(), asio::use_awaitable));
  (void)text.size();
}
asio::awaitable<void> with_asio() {
  std::string text = "x";
  asio::co_spawn(co_await asio::this_coro::executor, send(text), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'text' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
}

task<void> scope_of_a_loop(Scope &scope, const std::vector<int> &ids) {
  for (int id : ids) {
    std::string text = std::to_string(id);
    scope.spawn(write(text));
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'text' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  }
  co_await scope.join();
}

void captures(asio::any_io_executor executor) {
  std::string text = "x";
  int count = 0;
  asio::co_spawn(
      executor,
      [&text, count]() -> asio::awaitable<void> {
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'text' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
        co_await send(std::to_string(count));
        co_await send(text);
      },
      asio::detached);
}

// What is not.

void captures_copies(asio::any_io_executor executor) {
  std::string text = "x";
  asio::co_spawn(
      executor, [text]() -> asio::awaitable<void> { co_await send(text); }, asio::detached);
}

void captures_and_runs() {
  asio::io_context context;
  std::string text = "x";
  asio::co_spawn(
      context, [&]() -> asio::awaitable<void> { co_await send(text); }, asio::detached);
  context.run();
}

// The executor comes through another object that is made from what is run.
struct connection {
  explicit connection(asio::any_io_executor executor);
  asio::any_io_executor get_executor();
};
asio::awaitable<void> talk(connection &peer);
void runs_its_context() {
  asio::io_context context;
  auto peer = connection{context.get_executor()};
  asio::co_spawn(peer.get_executor(), talk(peer), asio::detached);
  context.run();
}
void joins_its_pool() {
  asio::thread_pool pool(4);
  auto strand = asio::make_strand(pool.get_executor());
  connection peer(strand);
  asio::co_spawn(strand, talk(peer), asio::detached);
  pool.join();
}
void runs_another(asio::any_io_executor executor) {
  asio::io_context context;
  connection peer(executor);
  asio::co_spawn(peer.get_executor(), talk(peer), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'peer' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  context.run();
}

// What the text is made from has nothing to do with the task.
void reads_its_source(asio::any_io_executor executor) {
  std::vector<std::string> names = {"a", "b"};
  std::string text = names[0];
  asio::co_spawn(executor, send(text), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'text' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  names.clear();
}

task<void> by_value(std::string text);
task<void> moves_it() {
  std::string text = "x";
  spawn(by_value(std::move(text)));
  co_await step();
}

task<void> joins(Scope &scope) {
  std::string text = "x";
  scope.spawn(write(text));
  co_await scope.join();
}

task<void> awaits() {
  std::string text = "x";
  co_await write(text);
}

void nursery_waits() {
  std::string text = "x";
  Nursery nursery;
  nursery.spawn(write(text));
}

int main() {
  asio::io_context context;
  std::string text = "x";
  asio::co_spawn(context, send(text), asio::detached);
  context.run();
}

void static_one() {
  static std::string text = "x";
  spawn(write(text));
}

// It is read before the first suspension, and the coroutine has begun.
inhouse::eager<void> copies_first(const std::string &text) {
  std::string own = text;
  co_await step((int)own.size());
}
void keep(inhouse::eager<void> work);
void start_eager() {
  std::string text = "x";
  keep(copies_first(text));
}

// The caller's.
void of_the_caller(const std::string &text) { spawn(write(text)); }

// What a task runs on is no resource of it, and a move starts nothing.
class OwnThreads {
public:
  ~OwnThreads();
  void schedule(int);
};
task<void> on_threads(OwnThreads &threads, int n);
void runs_on_its_own() {
  OwnThreads threads;
  spawn(on_threads(threads, 1));
}
void moves_on(task<void> &&work) { spawn(std::move(work)); }
void hands_on() {
  task<void> work = step();
  moves_on(std::move(work));
}
asio::awaitable<void> count(int n);
void moves_into_a_spawn(asio::io_context &context) {
  auto work = count(1);
  asio::co_spawn(context, std::move(work), asio::detached);
}

// A pointer that a local hands out.

task<void> send(const char *text);

task<void> by_its_text() {
  std::string text = "x";
  spawn(send(text.c_str()));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'text' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  co_await step();
}

task<void> by_its_elements() {
  std::vector<char> buffer(16);
  spawn(fill(buffer.data(), 16));
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'buffer' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  co_await step();
}

task<void> by_text_that_stays() {
  static std::string text = "x";
  spawn(send(text.c_str()));
  spawn(send("x"));
  co_await step();
}

// A timer on the same executor waits for nothing but time.

asio::awaitable<void> pump(std::string &text);
asio::awaitable<void> pauses_on_the_executor(asio::ip::tcp::socket &socket) {
  std::string text = "x";
  asio::co_spawn(socket.get_executor(), pump(text), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'text' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
  asio::steady_timer pause(socket.get_executor());
  co_await pause.async_wait(asio::use_awaitable);
}
asio::awaitable<void> send_with(asio::steady_timer &done);
asio::awaitable<void> hands_the_timer_over(asio::any_io_executor executor) {
  asio::steady_timer done(executor);
  asio::co_spawn(executor, send_with(done), asio::detached);
  co_await done.async_wait(asio::use_awaitable);
}

// An array that is shown by a view.

task<void> sum(std::span<const int> numbers);
void shows_an_array() {
  std::array<int, 4> numbers{1, 2, 3, 4};
  spawn(sum(numbers));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'numbers' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
}

// The object of a method.

struct Worker {
  task<void> run() {
    co_await step();
    ++rounds;
  }
  task<void> pause() { co_await step(); }
  void join();
  int rounds = 0;
};
void runs_a_local() {
  Worker worker;
  spawn(worker.run());
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'worker' ends with its scope, and nothing there waits for the task that is started here and refers to it; move it into the task, or await the task first [async-resource-outlived]
}
void runs_what_needs_no_object() {
  Worker worker;
  spawn(worker.pause());
}
void joins_a_local() {
  Worker worker;
  spawn(worker.run());
  worker.join();
}
void runs_anothers(Worker &worker) { spawn(worker.run()); }
