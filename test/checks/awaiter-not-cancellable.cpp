// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s awaiter-not-cancellable %t

#include <coroutine>
#include <functional>
#include <inhouse/task.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct Reactor {
  int on_ready(int fd, std::function<void(int)> done);
  void cancel(int id);
};
void post(std::function<void()> work);

// What is reported.

struct ReadAwaiter {
  Reactor &reactor;
  int fd;
  int result = 0;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: this awaiter leaves a callback with 'Reactor::on_ready' and cannot take it back, so that it resumes freed memory if the coroutine is destroyed first; deregister it in the awaiter's destructor [async-awaiter-not-cancellable]
    reactor.on_ready(fd, [this, waiting](int n) {
      result = n;
      waiting.resume();
    });
  }
  int await_resume() const noexcept { return result; }
};

struct PostAwaiter {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: this awaiter leaves a callback with 'post' and cannot take it back, so that it resumes freed memory if the coroutine is destroyed first; deregister it in the awaiter's destructor [async-awaiter-not-cancellable]
    post([waiting] { waiting.resume(); });
  }
  void await_resume() const noexcept {}
};

// A plain function, and what it is to be called with.
extern "C" void start_timer(int milliseconds, void (*done)(void *), void *with);
extern "C" void set_data(void *entry, void *data);
struct TimerAwaiter {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: this awaiter leaves a callback with 'start_timer' and cannot take it back, so that it resumes freed memory if the coroutine is destroyed first; deregister it in the awaiter's destructor [async-awaiter-not-cancellable]
    start_timer(10, [](void *of) { std::coroutine_handle<>::from_address(of).resume(); }, waiting.address());
  }
  void await_resume() const noexcept {}
};
struct ItselfAwaiter {
  std::coroutine_handle<> waiting;
  static void wake(void *itself) { static_cast<ItselfAwaiter *>(itself)->waiting.resume(); }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: this awaiter leaves a callback with 'start_timer' and cannot take it back, so that it resumes freed memory if the coroutine is destroyed first; deregister it in the awaiter's destructor [async-awaiter-not-cancellable]
    waiting = handle;
    start_timer(10, wake, this);
  }
  void await_resume() const noexcept {}
};

// What is not: it can take the callback back, or the callback knows.

// A queue of the system's: who takes the entry out of it resumes the coroutine.
struct EntryAwaiter {
  void *entry;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) { set_data(entry, waiting.address()); }
  void await_resume() const noexcept {}
};

struct Deregisters {
  Reactor &reactor;
  int fd;
  int id = -1;
  ~Deregisters() { reactor.cancel(id); }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    id = reactor.on_ready(fd, [waiting](int) { waiting.resume(); });
  }
  void await_resume() const noexcept {}
};

struct Registration {
  ~Registration();
};
struct HasRegistration {
  Reactor &reactor;
  Registration registration;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    reactor.on_ready(1, [waiting](int) { waiting.resume(); });
  }
  void await_resume() const noexcept {}
};

struct SharesState {
  Reactor &reactor;
  std::shared_ptr<int> state;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    reactor.on_ready(1, [state = state, waiting](int) {
      if (*state)
        waiting.resume();
    });
  }
  void await_resume() const noexcept {}
};

struct KeepsTheNumber {
  Reactor &reactor;
  int *slot;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    *slot = reactor.on_ready(1, [waiting](int) { waiting.resume(); });
  }
  void await_resume() const noexcept {}
};

struct ResumesHere {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) { waiting.resume(); }
  void await_resume() const noexcept {}
};

struct Counts {
  Reactor &reactor;
  int n = 0;
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiting) {
    reactor.on_ready(1, [n = n](int) {});
    return false;
  }
  void await_resume() const noexcept {}
};

inhouse::task<void> uses(Reactor &reactor) {
  co_await ReadAwaiter{reactor, 1};
  co_await PostAwaiter{};
}

// The handle is the callback itself.

struct Timers {
  void after(int milliseconds, std::function<void()> done);
  void resume_after(int milliseconds, std::coroutine_handle<> waiting);
};

struct PauseAwaiter {
  Timers &timers;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) { timers.after(10, waiting); }
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: this awaiter leaves a callback with 'Timers::after' and cannot take it back, so that it resumes freed memory if the coroutine is destroyed first; deregister it in the awaiter's destructor [async-awaiter-not-cancellable]
  void await_resume() {}
};

// What takes a handle as such is made for coroutines.
struct ScheduledAwaiter {
  Timers &timers;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) { timers.resume_after(10, waiting); }
  void await_resume() {}
};

// The coroutine is kept by something that may know more of it.
struct Resumption {
  Resumption(std::coroutine_handle<> waiting, bool *stopped);
};
void enqueue(Resumption work);
struct QueuedAwaiter {
  bool stopped = false;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) { enqueue({waiting, &stopped}); }
  void await_resume() {}
};

// Members that only give back their memory take no callback back.

struct parts {
  std::string name;
  std::vector<std::string> lines;
};
struct Subscription {
  ~Subscription();
};
struct WithText {
  Reactor &reactor;
  std::string name;
  std::optional<parts> more;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: this awaiter leaves a callback with 'Reactor::on_ready' and cannot take it back, so that it resumes freed memory if the coroutine is destroyed first; deregister it in the awaiter's destructor [async-awaiter-not-cancellable]
    reactor.on_ready(1, [waiting](int) { waiting.resume(); });
  }
  void await_resume() const noexcept {}
};
struct WithSubscription {
  Reactor &reactor;
  std::optional<Subscription> taken_back;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    reactor.on_ready(1, [waiting](int) { waiting.resume(); });
  }
  void await_resume() const noexcept {}
};
struct WithPointer {
  Reactor &reactor;
  std::unique_ptr<Subscription> taken_back;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    reactor.on_ready(1, [waiting](int) { waiting.resume(); });
  }
  void await_resume() const noexcept {}
};

// Callbacks of C.

struct request {
  void *data;
};
int c_submit(request *what, void (*done)(request *));
int c_after(unsigned ms, void (*done)(void *), void *data);
void *c_watch(void (*done)(void *), void *data);
void resume_it(void *data) { std::coroutine_handle<>::from_address(data).resume(); }
void resume_of(request *what) { resume_it(what->data); }
struct EventLoop {
  void watch(int fd, void (*done)(void *), void *data);
};
struct Executor {
  void execute(void (*run)(void *), void *data);
};

struct OfRequest {
  request what;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: this awaiter leaves a callback with 'c_submit' and cannot take it back, so that it resumes freed memory if the coroutine is destroyed first; deregister it in the awaiter's destructor [async-awaiter-not-cancellable]
    what.data = waiting.address();
    c_submit(&what, resume_of);
  }
  void await_resume() const noexcept {}
};
struct OfStatus {
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiting) { return c_after(10, resume_it, waiting.address()) == 0; }
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: this awaiter leaves a callback with 'c_after' and cannot take it back, so that it resumes freed memory if the coroutine is destroyed first; deregister it in the awaiter's destructor [async-awaiter-not-cancellable]
  void await_resume() const noexcept {}
};
struct OfLoop {
  EventLoop &loop;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) { loop.watch(1, resume_it, waiting.address()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: this awaiter leaves a callback with 'EventLoop::watch' and cannot take it back, so that it resumes freed memory if the coroutine is destroyed first; deregister it in the awaiter's destructor [async-awaiter-not-cancellable]
  void await_resume() const noexcept {}
};
struct OfExecutor {
  Executor &executor;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) { executor.execute(resume_it, waiting.address()); }
  void await_resume() const noexcept {}
};
struct KeepsWhatItGot {
  void *watch = nullptr;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) { watch = c_watch(resume_it, waiting.address()); }
  void await_resume() const noexcept {}
};

// The promise goes with the coroutine, and what it keeps with it.
struct FramePromise {
  std::suspend_always initial_suspend() noexcept;
  std::suspend_never final_suspend() noexcept;
  void unhandled_exception();
  void after_suspend(void (*then)(void *), void *data);
};
struct OfPromise {
  FramePromise *frame;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    frame->after_suspend(resume_it, waiting.address());
  }
  void await_resume() const noexcept {}
};
