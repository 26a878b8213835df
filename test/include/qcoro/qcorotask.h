// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the model of QCoro names, as declarations only.
#ifndef QCORO_QCOROTASK_H
#define QCORO_QCOROTASK_H
#include <bits/mock_task.h>
#include <chrono>
#include <optional>
#include <qcoro/qt.h>

namespace QCoro {

template <typename T = void> class Task;
namespace detail {
template <typename T> struct TaskPromise : mock::promise<Task<T>, T, std::suspend_never> {
  template <typename A> auto await_transform(A &&awaited) {
    if constexpr (requires { std::forward<A>(awaited).operator co_await(); })
      return std::forward<A>(awaited).operator co_await();
    else
      return mock::awaiter<decltype(awaited.result())>();
  }
  mock::awaiter<QNetworkReply *> await_transform(QNetworkReply *reply);
};
} // namespace detail

template <typename T> class Task {
public:
  using promise_type = detail::TaskPromise<T>;
  mock::awaiter<T> operator co_await() const noexcept;
  template <typename F> auto then(F &&callback) & -> Task<> { __builtin_trap(); }
  template <typename F> auto then(F &&callback) && -> Task<> { __builtin_trap(); }

private:
  std::coroutine_handle<promise_type> coroutine;
};
template <typename T = void> class LazyTask {
public:
  using promise_type = mock::promise<LazyTask<T>, T>;
  mock::awaiter<T> operator co_await() const noexcept;
};

template <typename T> T waitFor(Task<T> &&task);
template <typename T, typename F> void connect(Task<T> &&task, QObject *context, F callback) {
  __builtin_trap();
}
template <typename R, typename P> Task<> sleepFor(const std::chrono::duration<R, P> &pause);
Task<> moveToThread(QThread *thread);

namespace detail {
using milliseconds = std::chrono::milliseconds;
class QCoroTimer {
public:
  Task<> waitForTimeout() const;
};
class QCoroIODevice {
public:
  Task<QByteArray> readAll(milliseconds timeout = milliseconds{-1});
  Task<QByteArray> read(long maxSize, milliseconds timeout = milliseconds{-1});
  Task<QByteArray> readLine(long maxSize = 0, milliseconds timeout = milliseconds{-1});
  Task<long> write(const QByteArray &buffer);
  Task<bool> waitForReadyRead(int timeout);
};
class QCoroAbstractSocket : public QCoroIODevice {
public:
  Task<bool> connectToHost(const QString &host, int port);
  Task<bool> waitForConnected(int timeout = 30000);
};
class QCoroNetworkReply : public QCoroIODevice {
public:
  Task<bool> waitForFinished(milliseconds timeout = milliseconds{-1});
};
class QCoroProcess : public QCoroIODevice {
public:
  Task<bool> waitForStarted(int timeout = 30000);
  Task<bool> waitForFinished(int timeout = 30000);
};
} // namespace detail
} // namespace QCoro

QCoro::detail::QCoroTimer qCoro(QTimer *timer);
QCoro::detail::QCoroIODevice qCoro(QIODevice *device);
QCoro::detail::QCoroAbstractSocket qCoro(QAbstractSocket &socket);
QCoro::detail::QCoroAbstractSocket qCoro(QAbstractSocket *socket);
QCoro::detail::QCoroNetworkReply qCoro(QNetworkReply *reply);
QCoro::detail::QCoroProcess qCoro(QProcess &process);
template <typename T, typename S> QCoro::Task<int> qCoro(T *object, S signal);
#endif
