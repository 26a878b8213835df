// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s dangling-parameter %t
//
// A task that has begun and is dropped goes on without its caller, unless its destructor ends it.

#include <coroutine>
#include <inhouse/eager.h>
#include <inhouse/fire_and_forget.h>
#include <inhouse/task.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using inhouse::eager;
using inhouse::fire_and_forget;
using inhouse::task;

task<void> pause();
void use(int n);

struct Song {
  std::string title;
};

/// Frees itself at its end, and is not ended with its handle.
struct job {
  struct promise_type {
    job get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> waiting) const noexcept;
  void await_resume();
  ~job() {
    if (handle.done())
      handle.destroy();
  }
  std::coroutine_handle<promise_type> handle;
};

// What is reported.

job play(const Song &song) {
// CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'song' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await pause();
  use((int)song.title.size());
}
void on_click() {
  Song song;
  play(song);
}

fire_and_forget announce(const Song &song) {
// CHECK-MESSAGES: :[[@LINE-1]]:38: warning: 'song' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await pause();
  use((int)song.title.size());
}
void on_announce(Song song) { announce(song); }

job show(const std::string &text) {
// CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'text' refers to a temporary that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await pause();
  use((int)text.size());
}
std::string name();
void on_show() { show(name()); }

struct Player {
  int volume;
  job fade() {
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the object of 'fade' is a temporary that is gone before this coroutine reads it; keep the object in a variable, or await the call where it is made [async-dangling-parameter]
    co_await pause();
    use(volume);
  }
};
void on_fade() { Player{3}.fade(); }

job play_each(const Song &song) {
// CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'song' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await pause();
  use((int)song.title.size());
}
void on_play_all(const std::vector<Song> &songs) {
  for (auto song : songs)
    play_each(song);
}

void get_next();
job fade_in(const Song &song) {
// CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'song' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await pause();
  use((int)song.title.size());
}
void on_fade_in() {
  Song song;
  fade_in(song);
  get_next();
}

// What is not: read before the first suspension, a reference that the caller was given, an owner that stays,
// a caller that waits or runs the loop, and a task that ends with its handle.

job rewind(const Song &song) {
  use((int)song.title.size());
  co_await pause();
}
void on_rewind() {
  Song song;
  rewind(song);
}

job queue(const Song &song) {
  co_await pause();
  use((int)song.title.size());
}
void on_queue(const Song &song) { queue(song); }
void on_queue_static() {
  static Song song;
  queue(song);
}
task<void> on_queue_and_wait() {
  Song song;
  queue(song);
  co_await pause();
}

eager<void> cue(const Song &song) {
  co_await pause();
  use((int)song.title.size());
}
void on_cue() {
  Song song;
  (void)cue(song);
}

struct event_loop {
  void run();
};
job fade_out(const Song &song) {
  co_await pause();
  use((int)song.title.size());
}
void on_fade_out(event_loop &loop) {
  Song song;
  fade_out(song);
  loop.run();
}

job play_in_place(const Song &song) {
  co_await pause();
  use((int)song.title.size());
}
void on_play_in_place(const std::vector<Song> &songs) {
  for (const auto &song : songs)
    play_in_place(song);
}

// A part of what ends with the caller.

struct Album {
  Song first;
  Song &hit;
  Song *last;
};
job announce_part(const Song &song) {
// CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'song' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await pause();
  use((int)song.title.size());
}
void on_album(Album album) { announce_part(album.first); }

task<void> load(const Song &song) {
// CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'song' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await pause();
  use((int)song.title.size());
}
task<void> loads_the_first(Album album) { return load(album.first); }

job announce_other(const Song &song) {
  co_await pause();
  use((int)song.title.size());
}
void on_other_songs(Album album, const Album &given) {
  announce_other(album.hit);
  announce_other(*album.last);
  announce_other(given.first);
}

// Later the caller lets the work go on, by what the work waits for.
struct gate {
  task<void> passed();
  void open();
};
job counts_at_gate(gate &at, int &passed) {
  co_await at.passed();
  use(passed);
}
void opens_the_gate() {
  gate at;
  int passed = 0;
  counts_at_gate(at, passed);
  at.open();
}
job counts_at_other_gate(gate &at, int &passed) {
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'passed' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await at.passed();
  use(passed);
}
void leaves_the_gate() {
  gate at;
  int passed = 0;
  counts_at_other_gate(at, passed);
}

// A task that is named before it is returned.
task<void> prints_named(const std::string &text) {
// CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'text' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await pause();
  use(text.size());
}
task<void> names_it() {
  std::string text = "x";
  auto printing = prints_named(text);
  return printing;
}
task<void> prints(const std::string &text) {
  co_await pause();
  use(text.size());
}
task<void> looks_at_it(std::string &kept) {
  auto printing = prints(kept);
  return printing;
}

// The object that the coroutine is a method of.
struct counter {
  task<void> count() {
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the object of 'count' is a local variable of a caller that is gone before this coroutine reads it; await the call where the object is [async-dangling-parameter]
    co_await pause();
    use(n);
  }
  task<void> count_in_time() {
    co_await pause();
    use(n);
  }
  static task<void> count_nothing() { co_await pause(); }
  int n = 0;
};
task<void> counts() {
  counter local;
  return local.count();
}
task<void> counts_elsewhere(counter &given, std::unique_ptr<counter> owned) {
  if (given.n)
    return given.count_in_time();
  counter local;
  return local.count_nothing();
}
task<void> counts_here() {
  counter local;
  co_await local.count_in_time();
}

// A move that nobody makes.
task<void> takes_over(std::string &&text) {
// CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'text' refers to a local variable of a caller that is gone before this coroutine reads it; take it by value [async-dangling-parameter]
  co_await pause();
  use(text.size());
}
task<void> gives_away() {
  std::string text = "x";
  return takes_over(std::move(text));
}
