// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the tests use of folly: our own declarations of its names.
#ifndef MOCK_FOLLY
#define MOCK_FOLLY
#include <bits/mock_task.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace folly {

template <typename T> class Optional;
template <typename T, typename Error> class Expected;
struct Unit {};
class exception_wrapper {};
template <typename T> class Try {
public:
  bool hasValue() const;
  exception_wrapper &exception();
  T &operator*();
  T &value();
};
using HighResDuration = std::chrono::microseconds;

// ----- executors, cancellation -----

class Executor {
public:
  template <typename E = Executor> class KeepAlive {
  public:
    KeepAlive(E *);
    E *get() const;
  };
  virtual ~Executor();
  virtual void add(void (*function)());
};
class CPUThreadPoolExecutor : public Executor {
public:
  explicit CPUThreadPoolExecutor(std::size_t threads);
};
class IOThreadPoolExecutor : public Executor {
public:
  explicit IOThreadPoolExecutor(std::size_t threads);
};
Executor::KeepAlive<> getGlobalCPUExecutor();

class CancellationToken {};
class CancellationSource {
public:
  CancellationToken getToken() const noexcept;
  bool requestCancellation() const noexcept;
};

// ----- futures -----

template <typename T> class Future;
template <typename T> class SemiFuture;
template <typename T> class Promise {
public:
  Promise(Promise &&) noexcept;
  SemiFuture<T> getSemiFuture();
  template <typename V> void setValue(V &&value);
  template <typename E> void setException(E &&error);
  void setTry(Try<T> &&result);
  template <typename F> void setWith(F &&function);
};
template <typename T> class SemiFuture {
public:
  struct promise_type : mock::promise<SemiFuture, T, std::suspend_never> {};
  SemiFuture(SemiFuture &&) noexcept;
  ~SemiFuture();
  T get() &&;
  T get(HighResDuration) &&;
  Try<T> getTry() &&;
  SemiFuture &wait() &;
  Future<T> via(Executor::KeepAlive<>) &&;
  SemiFuture within(HighResDuration) &&;
  auto operator co_await() && noexcept { return mock::awaiter<T>(); }
};
template <typename T> class Future {
public:
  Future(Future &&) noexcept;
  ~Future();
  T get() &&;
  T get(HighResDuration) &&;
  Try<T> getTry() &&;
  Future &wait() &;
  T getVia(Executor *) &&;
  Try<T> getTryVia(Executor *) &&;
  Future &waitVia(Executor *) &;
  Future within(HighResDuration) &&;
  SemiFuture<T> semi() &&;
  template <typename F> Future<Unit> thenValue(F &&) && { __builtin_trap(); }
  auto operator co_await() && noexcept { return mock::awaiter<T>(); }
};
template <typename T> Future<T> makeFuture(T);
template <typename T> SemiFuture<T> makeSemiFuture(T);
template <typename F> Future<std::invoke_result_t<F>> via(Executor::KeepAlive<>, F &&) { __builtin_trap(); }
template <typename T> SemiFuture<std::vector<T>> collect(std::vector<SemiFuture<T>> &);
template <typename T> SemiFuture<std::vector<Try<T>>> collectAll(std::vector<SemiFuture<T>> &);
template <typename T> SemiFuture<std::pair<std::size_t, Try<T>>> collectAny(std::vector<SemiFuture<T>> &);
template <typename T>
SemiFuture<std::pair<std::size_t, T>> collectAnyWithoutException(std::vector<SemiFuture<T>> &);
template <typename C, typename F> std::vector<Future<Unit>> window(C input, F function, std::size_t n) {
  __builtin_trap();
}
namespace futures {
SemiFuture<Unit> sleep(HighResDuration);
}

// ----- tasks -----

namespace coro {
template <typename T> class [[nodiscard]] TaskWithExecutor {
public:
  TaskWithExecutor(TaskWithExecutor &&) noexcept;
  ~TaskWithExecutor();
  SemiFuture<mock::value_of<T>> start() &&;
  template <typename F> void start(F &&callback, CancellationToken = {}) && { __builtin_trap(); }
  SemiFuture<mock::value_of<T>> startInlineUnsafe() &&;
  auto operator co_await() && noexcept { return mock::awaiter<T>(); }
};
template <typename T = void> class [[nodiscard]] Task {
public:
  struct promise_type : mock::promise<Task, T> {
    template <typename A> A &&await_transform(A &&);
  };
  Task(Task &&) noexcept;
  Task &operator=(Task &&) noexcept;
  ~Task();
  SemiFuture<mock::value_of<T>> semi() &&;
  auto operator co_await() && noexcept { return mock::awaiter<T>(); }
};
#define MOCK_TASK(NAME)                                                                                      \
  template <typename T = void> class [[nodiscard]] NAME {                                                    \
  public:                                                                                                    \
    struct promise_type : mock::promise<NAME, T> {                                                           \
      template <typename A> A &&await_transform(A &&);                                                       \
    };                                                                                                       \
    NAME(NAME &&) noexcept;                                                                                  \
    ~NAME();                                                                                                 \
    auto operator co_await() && noexcept { return mock::awaiter<T>(); }                                      \
  }
MOCK_TASK(now_task);
MOCK_TASK(now_task_with_executor);
MOCK_TASK(safe_task);
MOCK_TASK(safe_task_with_executor);
#undef MOCK_TASK

template <typename T> class Future {
public:
  Future(Future &&) noexcept;
  ~Future();
  auto operator co_await() noexcept { return mock::awaiter<T>(); }
};

template <typename T> class [[nodiscard]] AsyncGenerator {
public:
  struct promise_type : mock::promise<AsyncGenerator, void> {
    std::suspend_always yield_value(T);
    template <typename A> A &&await_transform(A &&);
  };
  AsyncGenerator(AsyncGenerator &&) noexcept;
  ~AsyncGenerator();
  mock::awaiter<std::optional<T>> next();
};
template <typename T> class Generator {
public:
  struct promise_type : mock::promise<Generator, void> {
    std::suspend_always yield_value(T);
    void await_transform() = delete;
  };
  Generator(Generator &&) noexcept;
  ~Generator();
};

template <typename T> Task<T> makeTask(T);
template <typename T> Task<T> makeErrorTask(std::exception_ptr);
template <typename T> Task<T> makeResultTask(Try<T>);
template <typename T> Future<T> makeFuture(T);

struct with_executor_fn {
  template <typename T> TaskWithExecutor<T> operator()(Executor::KeepAlive<>, Task<T>) const;
};
struct with_cancellation_fn {
  template <typename A> A operator()(const CancellationToken &, A) const;
};
struct via_if_async_fn {
  template <typename A> A operator()(Executor::KeepAlive<>, A) const;
};
struct invoke_fn {
  template <typename F, typename... A> std::invoke_result_t<F, A...> operator()(F, A...) const {
    __builtin_trap();
  }
};
namespace folly_cpo__ {
inline constexpr with_executor_fn co_withExecutor{};
inline constexpr with_cancellation_fn co_withCancellation{};
inline constexpr via_if_async_fn co_viaIfAsync{};
inline constexpr invoke_fn co_invoke{};
} // namespace folly_cpo__
using namespace folly_cpo__;

class blocking_wait_fn {
public:
  template <typename A> mock::result_of<A> operator()(A &&awaitable) const;
  template <typename A> mock::result_of<A> operator()(A &&awaitable, Executor *) const;
};
inline constexpr blocking_wait_fn blocking_wait{};
static constexpr const blocking_wait_fn &blockingWait = blocking_wait;

struct to_task_fn {
  template <typename A> Task<mock::result_of<A>> operator()(A) const;
};
inline constexpr to_task_fn toTask{};
template <typename A> SemiFuture<mock::value_of<mock::result_of<A>>> toSemiFuture(A);
template <typename A> mock::awaiter<Try<mock::result_of<A>>> co_awaitTry(A &&);
template <typename A> mock::awaiter<mock::result_of<A>> co_nothrow(A &&);
template <typename A> Task<mock::result_of<A>> detachOnCancel(A);

// ----- joining, racing, time -----

template <typename... T> Task<std::tuple<mock::value_of<T>...>> collectAll(Task<T>...);
template <typename... T> Task<std::tuple<Try<mock::value_of<T>>...>> collectAllTry(Task<T>...);
template <typename T> Task<std::vector<T>> collectAllRange(std::vector<Task<T>>);
Task<void> collectAllRange(std::vector<Task<void>>);
template <typename T> Task<std::vector<T>> collectAllWindowed(std::vector<Task<T>>, std::size_t);
Task<void> collectAllWindowed(std::vector<Task<void>>, std::size_t);
template <typename T> Task<std::vector<Try<T>>> collectAllTryRange(std::vector<Task<T>>);
template <typename T> Task<std::vector<Try<T>>> collectAllTryWindowed(std::vector<Task<T>>, std::size_t);
template <typename... T> Task<std::size_t> collectAny(Task<T>...);
template <typename... T> Task<std::size_t> collectAnyWithoutException(Task<T>...);
template <typename... T> Task<std::size_t> collectAnyNoDiscard(Task<T>...);
template <typename T> Task<std::pair<std::size_t, T>> collectAnyRange(std::vector<Task<T>>);
template <typename T> Task<std::pair<std::size_t, T>> collectAnyWithoutExceptionRange(std::vector<Task<T>>);
template <typename T> Task<std::vector<Try<T>>> collectAnyNoDiscardRange(std::vector<Task<T>>);

Task<void> sleep(HighResDuration);
Task<void> sleepReturnEarlyOnCancel(HighResDuration);
template <typename T, typename D> Task<T> timeout(Task<T>, D);
template <typename T, typename D> Task<T> timeoutNoDiscard(Task<T>, D);
template <typename A, typename D> Task<std::optional<mock::result_of<A>>> timed_wait(A, D);

class AsyncScope {
public:
  ~AsyncScope();
  template <typename A> void add(A &&awaitable);
  Task<void> joinAsync() noexcept;
  SemiFuture<Unit> cleanup() noexcept;
};
class CancellableAsyncScope {
public:
  ~CancellableAsyncScope();
  template <typename A> void add(A &&awaitable);
  template <typename A> mock::awaiter<void> co_schedule(A &&awaitable);
  void requestCancellation() const noexcept;
  Task<void> cancelAndJoinAsync() noexcept;
  Task<void> joinAsync() noexcept;
};

// ----- locks, events, queues -----

class Baton {
public:
  auto operator co_await() const noexcept { return mock::awaiter<void>(); }
  void post() noexcept;
};
class Mutex {
public:
  bool try_lock() noexcept;
  [[nodiscard]] mock::awaiter<std::unique_lock<Mutex>> co_scoped_lock() noexcept;
  [[nodiscard]] mock::awaiter<void> co_lock() noexcept;
  void lock();
  void unlock() noexcept;
};
template <typename M> class SharedLock {
public:
  SharedLock(M &, std::adopt_lock_t);
  SharedLock(SharedLock &&) noexcept;
  ~SharedLock();
};
template <typename M> class UpgradeLock {
public:
  UpgradeLock(M &, std::adopt_lock_t);
  UpgradeLock(UpgradeLock &&) noexcept;
  ~UpgradeLock();
};
class SharedMutexFair {
public:
  bool try_lock() noexcept;
  bool try_lock_shared() noexcept;
  [[nodiscard]] mock::awaiter<void> co_lock() noexcept;
  [[nodiscard]] mock::awaiter<std::unique_lock<SharedMutexFair>> co_scoped_lock() noexcept;
  [[nodiscard]] mock::awaiter<void> co_lock_shared() noexcept;
  [[nodiscard]] mock::awaiter<SharedLock<SharedMutexFair>> co_scoped_lock_shared() noexcept;
  [[nodiscard]] mock::awaiter<void> co_lock_upgrade() noexcept;
  [[nodiscard]] mock::awaiter<UpgradeLock<SharedMutexFair>> co_scoped_lock_upgrade() noexcept;
  void unlock() noexcept;
  void unlock_shared() noexcept;
  void unlock_upgrade() noexcept;
};
using SharedMutex = SharedMutexFair;
template <typename T> class Synchronized {
public:
  class LockedPtr {
  public:
    LockedPtr(LockedPtr &&) noexcept;
    ~LockedPtr();
    T *operator->();
  };
  Task<LockedPtr> wLock();
  Task<LockedPtr> rLock() const;
};
template <typename T> class BoundedQueue {
public:
  explicit BoundedQueue(std::uint32_t capacity);
  template <typename U> Task<void> enqueue(U &&);
  template <typename U> bool try_enqueue(U &&);
  Task<T> dequeue();
  template <typename D> Task<T> co_try_dequeue_for(D);
};
template <typename T> class UnboundedQueue {
public:
  template <typename U> void enqueue(U &&);
  Task<T> dequeue();
  template <typename D> Task<T> co_try_dequeue_for(D);
};
template <typename T> class SmallUnboundedQueue {
public:
  template <typename U> void enqueue(U &&);
  Task<T> dequeue();
};
template <typename T> class AsyncPipe {
public:
  template <typename U> bool write(U &&);
};
template <typename T> class BoundedAsyncPipe {
public:
  template <typename U> Task<bool> write(U &&);
  template <typename U> bool try_write(U &&);
};

// ----- the network -----

class TransportIf {
public:
  virtual ~TransportIf();
  virtual Task<std::size_t> read(std::vector<char> &buffer, std::chrono::milliseconds timeout) = 0;
  virtual Task<std::size_t> read(std::string &buffer, std::size_t, std::size_t,
                                 std::chrono::milliseconds timeout) = 0;
  virtual Task<Unit> write(const std::vector<char> &,
                           std::chrono::milliseconds timeout = std::chrono::milliseconds(0)) = 0;
  virtual void close() = 0;
  virtual void closeWithReset() = 0;
};
class Transport : public TransportIf {
public:
  Transport(Transport &&);
  static Task<Transport> newConnectedSocket(void *base, const std::string &address,
                                            std::chrono::milliseconds timeout);
  Task<std::size_t> read(std::vector<char> &buffer, std::chrono::milliseconds timeout) override;
  Task<std::size_t> read(std::string &, std::size_t, std::size_t, std::chrono::milliseconds timeout) override;
  Task<Unit> write(const std::vector<char> &,
                   std::chrono::milliseconds timeout = std::chrono::milliseconds(0)) override;
  void close() override;
  void closeWithReset() override;
};
class ServerSocket {
public:
  Task<std::unique_ptr<Transport>> accept();
  void close() noexcept;
};
} // namespace coro

// ----- what blocks -----

namespace fibers {
class Semaphore {
public:
  explicit Semaphore(std::size_t tokens);
  void signal();
  void wait();
  coro::Task<void> co_wait();
  template <typename D> coro::Task<void> co_try_wait_for(D);
};
class BatchSemaphore {
public:
  explicit BatchSemaphore(std::size_t tokens);
  void signal(std::int64_t);
  void wait(std::int64_t);
  coro::Task<void> co_wait(std::int64_t);
};
class TimedMutex {
public:
  void lock();
  void unlock();
  coro::Task<void> co_lock();
  coro::Task<std::unique_lock<TimedMutex>> co_scoped_lock();
};
} // namespace fibers

template <bool Readers> class SharedMutexImpl {
public:
  void lock();
  void unlock();
  void lock_shared();
  void unlock_shared();
};
using SharedMutex = SharedMutexImpl<false>;
template <typename S, typename P> class LockedPtr {
public:
  LockedPtr(LockedPtr &&) noexcept;
  ~LockedPtr();
  typename S::DataType *operator->() const;
};
struct LockPolicy {};
template <typename S> class SynchronizedBase {
public:
  LockedPtr<S, LockPolicy> wlock();
  LockedPtr<const S, LockPolicy> rlock() const;
  LockedPtr<S, LockPolicy> lock();
  LockedPtr<S, LockPolicy> ulock();
};
template <typename T, typename M = SharedMutex>
class Synchronized : public SynchronizedBase<Synchronized<T, M>> {
public:
  using DataType = T;
};

template <bool Spin = true> class Baton {
public:
  void wait() noexcept;
  template <typename D> bool try_wait_for(D) noexcept;
  void post() noexcept;
};
class Latch {
public:
  explicit Latch(std::ptrdiff_t);
  void wait() noexcept;
  template <typename D> bool try_wait_for(D) noexcept;
  void arrive_and_wait() noexcept;
};
template <bool MayBlock = true> class SaturatingSemaphore {
public:
  void wait() noexcept;
};
namespace detail {
template <typename H> class LifoSemBase {
public:
  void wait();
};
} // namespace detail
template <typename T> class MPMCQueue {
public:
  explicit MPMCQueue(std::size_t capacity);
  void blockingRead(T &);
  template <typename... A> void blockingWrite(A &&...);
};
template <typename T> class UnboundedQueue {
public:
  void enqueue(T);
  void dequeue(T &);
};
template <typename T> class DynamicBoundedQueue {
public:
  explicit DynamicBoundedQueue(std::size_t capacity);
  void enqueue(T);
  void dequeue(T &);
};
class Subprocess {
public:
  explicit Subprocess(const std::vector<std::string> &);
  int wait();
  void waitChecked();
  int waitTimeout(std::chrono::milliseconds);
  int waitOrTerminateOrKill(std::chrono::milliseconds wait, std::chrono::milliseconds terminate);
  std::pair<std::string, std::string> communicate(std::string input = {});
  std::pair<std::string, std::string> communicateIOBuf();
};
template <typename C> bool readFile(const char *name, C &out);
template <typename C> bool writeFile(const C &data, const char *name);
void writeFileAtomic(const std::string &name, const std::string &data);
} // namespace folly
#endif
