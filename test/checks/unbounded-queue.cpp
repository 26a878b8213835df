// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s unbounded-queue %t

#include <asio.hpp>
#include <asio/experimental/channel.hpp>
#include <coro/coro.hpp>
#include <cstdint>
#include <deque>
#include <inhouse/async_generator.h>
#include <inhouse/async_semaphore.h>
#include <inhouse/task.h>
#include <vector>

using inhouse::task;

template <typename T> class async_queue {
  std::deque<T> elements;

public:
  void push(T element);
  task<T> pop();
  std::size_t size() const;
};
template <typename T> class limited_queue {
  std::deque<T> elements;

public:
  explicit limited_queue(int places);
  void push(T element);
  task<T> pop();
};
task<int> receive();
task<bool> connected();

// What is reported.

class relay {
  async_queue<int> inbox;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'inbox' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  coro::queue<int> outbox;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'outbox' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  limited_queue<int> limited{100};
  async_queue<int> checked;
  async_queue<int> permitted;
  async_queue<int> few;
  inhouse::async_semaphore permits{16};

public:
  task<void> reads() {
    while (co_await connected())
      inbox.push(co_await receive());
  }
  coro::task<void> by_model() {
    while (true)
      co_await outbox.push(co_await receive());
  }
  // What is not.
  task<void> has_a_capacity() {
    while (true)
      limited.push(co_await receive());
  }
  task<void> looks_first() {
    while (true) {
      if (checked.size() > 1000)
        co_return;
      checked.push(co_await receive());
    }
  }
  task<void> takes_a_permit() {
    while (true) {
      co_await permits.acquire();
      permitted.push(co_await receive());
    }
  }
  task<void> one() { few.push(co_await receive()); }
  task<void> what_is_there(std::vector<int> elements) {
    for (int element : elements)
      few.push(element);
    for (int i = 0; i < 3; ++i)
      few.push(co_await receive());
  }
};

task<void> from_a_generator(inhouse::async_generator<int> source) {
  async_queue<int> all;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'all' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  while (auto element = co_await source.next())
    all.push(*element);
}

asio::awaitable<void> a_capacity_without_meaning(asio::any_io_executor executor) {
  asio::experimental::channel<void(int)> all(executor, static_cast<std::size_t>(-1));
  // CHECK-MESSAGES: :[[@LINE-1]]:56: warning: a queue of this capacity is one without a limit: memory ends before it makes its producer wait; give it as many places as bursts need [async-unbounded-queue]
  asio::experimental::channel<void(int)> few(executor, 64);
  co_return;
}

// What a coroutine takes out for ever, and others put in.

class mailbox {
  coro::queue<int> letters;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'letters' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  async_queue<int> posts;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'posts' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  async_queue<int> sent;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'sent' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  async_queue<int> dropping;
  async_queue<int> ended;
  async_queue<int> answers;
  async_queue<int> filled;
  limited_queue<int> limited{100};

public:
  mailbox() { filled.push(1); }
  coro::task<void> write(int letter) { co_await letters.push(letter); }
  coro::task<void> reads() {
    while (true)
      co_await letters.pop();
  }
  void post(int letter) { posts.push(letter); }
  task<void> reads_posts() {
    for (;;)
      co_await posts.pop();
  }
  void resend(int letter) { sent.push(letter); }
  task<void> reads_what_is_sent() {
    for (;;)
      co_await sent.pop();
  }
  // What is not.
  void drop(int letter) {
    if (dropping.size() < 1000)
      dropping.push(letter);
  }
  task<void> reads_what_is_kept() {
    for (;;)
      co_await dropping.pop();
  }
  void stop() { ended.push(-1); }
  task<void> reads_the_end() {
    while (co_await ended.pop() != -1)
      ;
  }
  void answer(int letter) { answers.push(letter); }
  task<int> one_answer() { co_return co_await answers.pop(); }
  task<void> reads_filled() {
    for (;;)
      co_await filled.pop();
  }
  void send(int letter) { limited.push(letter); }
  task<void> reads_limited() {
    for (;;)
      co_await limited.pop();
  }
};

// A capacity that is none.

template <typename T> class own_channel {
public:
  explicit own_channel(std::size_t capacity);
  task<void> push(T element);
  task<T> pop();
};
class own_cache {
public:
  explicit own_cache(std::size_t bytes);
  task<int> get(int key);
};

task<void> without_a_limit() {
  own_channel<int> channel(static_cast<std::size_t>(-1));
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: a queue of this capacity is one without a limit: memory ends before it makes its producer wait; give it as many places as bursts need [async-unbounded-queue]
  co_await channel.push(1);
}

task<void> with_a_limit(std::size_t capacity) {
  own_channel<int> channel(64), given(capacity);
  own_cache cache(static_cast<std::size_t>(-1));
  co_await channel.push(co_await cache.get(1));
}

// A container of a session, which a coroutine empties.

task<void> write(int element);
class session {
  std::deque<int> outbox;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'outbox' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  std::deque<int> checked;
  std::deque<int> for_itself;
  std::deque<int> written_at_once;
  std::deque<int> idle;

public:
  void send(int element) { outbox.push_back(element); }
  task<void> writes() {
    while (co_await connected())
      while (!outbox.empty()) {
        co_await write(outbox.front());
        outbox.pop_front();
      }
  }
  // What is not.
  bool try_to_send(int element) {
    if (checked.size() >= 100)
      return false;
    checked.push_back(element);
    return true;
  }
  task<void> writes_checked() {
    while (co_await connected()) {
      co_await write(checked.front());
      checked.pop_front();
    }
  }
  // It finds its own work.
  void add_parts_of(int element) { for_itself.push_back(element - 1); }
  task<void> walks() {
    while (!for_itself.empty()) {
      int next = for_itself.front();
      for_itself.pop_front();
      co_await write(next);
      add_parts_of(next);
    }
  }
  // Who adds works off what is there.
  task<void> adds_and_writes(int element) {
    written_at_once.push_back(element);
    co_await writes_at_once();
  }
  task<void> writes_at_once() {
    while (!written_at_once.empty()) {
      co_await write(written_at_once.front());
      written_at_once.pop_front();
    }
  }
  // A pool: what is given back was taken out.
  void give_back(int element) { idle.push_back(element); }
  task<int> take() {
    while (idle.empty())
      co_await connected();
    int taken = idle.front();
    idle.pop_front();
    co_return taken;
  }
};

// A capacity that is none, where the owner is made.
class pump {
  asio::experimental::channel<void(std::error_code, int)> lines, few;

public:
  explicit pump(asio::any_io_executor executor)
      : lines(executor, std::size_t(-1)),
      // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: a queue of this capacity is one without a limit: memory ends before it makes its producer wait; give it as many places as bursts need [async-unbounded-queue]
        few(executor, 64) {}
  asio::awaitable<void> feeds() {
    for (;;) {
      co_await lines.async_send(std::error_code(), 1, asio::use_awaitable);
      co_await few.async_send(std::error_code(), 1, asio::use_awaitable);
    }
  }
};

// The queue is the one that its callers give, if it is the same for all.
task<void> fills(async_queue<int> &out) {
  while (co_await connected())
    out.push(co_await receive());
}
task<void> fills_from_two_places(async_queue<int> &out) {
// CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'out' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  while (co_await connected())
    out.push(co_await receive());
}
task<void> lends() {
  async_queue<int> lent, one, other;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'lent' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  co_await fills(lent);
  co_await fills_from_two_places(one);
  co_await fills_from_two_places(other);
}
task<void> lends_to_a_lambda() {
  async_queue<int> lent;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'lent' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  auto fills_it = [](async_queue<int> &out) -> task<void> {
    while (co_await connected())
      out.push(co_await receive());
  };
  co_await fills_it(lent);
}

// Who adds waits for what comes of it; and who adds takes out.
class resolver {
  std::deque<int> asked;

public:
  task<bool> resolve(int name) {
    asked.push_back(name);
    co_return co_await connected();
  }
  task<void> sends() {
    while (co_await connected()) {
      int name = asked.front();
      asked.pop_front();
      co_await write(name);
    }
  }
};
class connection_buffer {
  std::vector<char> bytes;

public:
  void write(char byte);
  task<char> read();
  task<void> flush();
};
task<void> answers(connection_buffer &out) {
  while (co_await connected()) {
    out.write('a');
    co_await out.flush();
  }
}
task<void> answers_without_end(connection_buffer &out) {
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'out' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
  while (co_await connected())
    out.write('a');
}

// A variable of the program, where both ends are to be seen.

std::deque<int> program_backlog, program_checked;
// CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'program_backlog' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
namespace {
async_queue<int> unit_inbox;
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'unit_inbox' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
}
coro::queue<int> between;
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'between' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]

void adds_to_the_backlog(int element) { program_backlog.push_back(element); }
task<void> writes_the_backlog() {
  while (co_await connected()) {
    co_await receive();
    program_backlog.pop_front();
  }
}
void adds_to_the_inbox(int element) { unit_inbox.push(element); }
task<void> reads_the_inbox() {
  for (;;)
    co_await unit_inbox.pop();
}
coro::task<void> adds_between(int element) { co_await between.push(element); }
coro::task<void> takes_between() {
  while (true)
    if (auto taken = co_await between.pop(); !taken)
      co_return;
}
bool adds_if_there_is_room(int element) {
  if (program_checked.size() >= 100)
    return false;
  program_checked.push_back(element);
  return true;
}
task<void> writes_what_had_room() {
  while (co_await connected()) {
    co_await receive();
    program_checked.pop_front();
  }
}

// A lambda that is handed on, to be given a queue by somebody else.
void hand(async_queue<int> &queue, task<void> (*fills)(async_queue<int> &));
void lends_to_who_calls_it(async_queue<int> &queue) {
  hand(queue, [](async_queue<int> &out) -> task<void> {
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'out' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
    while (co_await connected())
      out.push(co_await receive());
  });
}
template <typename F> void lend_to(F fills) {
  async_queue<int> lent;
  fills(lent);
}
void lends_by_a_template() {
  lend_to([](async_queue<int> &out) -> task<void> {
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'out' has no capacity: while its consumer is slower than what fills it, it grows by the difference until memory ends; use one that makes its producer wait, or drop by decision [async-unbounded-queue]
    while (co_await connected())
      out.push(co_await receive());
  });
}

// A descriptor, of none.
struct byte_stream {
  explicit byte_stream(int descriptor);
  task<int> read(char *to, int size);
  task<int> write(const char *from, int size);
};
task<byte_stream> opens(bool now) {
  if (!now)
    co_return byte_stream{-1};
  co_return byte_stream{co_await receive()};
}
