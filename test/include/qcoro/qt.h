// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The parts of Qt that the model of QCoro names, as declarations only.
#ifndef QT_STAND_IN_H
#define QT_STAND_IN_H
#include <chrono>
#include <functional>
#include <string>

using QString = std::string;
using QByteArray = std::string;

class QObject {
public:
  virtual ~QObject();
};
class QTimer : public QObject {
public:
  template <typename F> static void singleShot(int msecs, const QObject *context, F called) {
    __builtin_trap();
  }
};
class QIODevice : public QObject {
public:
  virtual bool waitForReadyRead(int msecs);
  virtual bool waitForBytesWritten(int msecs);
  virtual void close();
};
class QDir {
public:
  bool removeRecursively();
};
class QLockFile {
public:
  bool lock();
  bool tryLock(int milliseconds = 0);
};
namespace QtConcurrent {
template <typename Sequence, typename Function> void blockingMap(Sequence &, Function) { __builtin_trap(); }
} // namespace QtConcurrent
class QFile : public QIODevice {
public:
  bool flush();
};
class QHostInfo {
public:
  static QHostInfo fromName(const QString &name);
};
class QAbstractSocket : public QIODevice {
public:
  virtual bool waitForConnected(int msecs = 30000);
  virtual bool waitForDisconnected(int msecs = 30000);
  void abort();
  bool waitForReadyRead(int msecs = 30000) override;
};
class QTcpSocket : public QAbstractSocket {};
class QNetworkReply : public QIODevice {
public:
  virtual void abort();
  QByteArray readAll();
};
class QNetworkRequest {
public:
  void setTransferTimeout(int msecs = 30000);
};
class QNetworkAccessManager : public QObject {
public:
  QNetworkReply *get(const QNetworkRequest &request);
  QNetworkReply *post(const QNetworkRequest &request, const QByteArray &data);
  void setTransferTimeout(int msecs = 30000);
};
class QProcess : public QIODevice {
public:
  bool waitForStarted(int msecs = 30000);
  bool waitForFinished(int msecs = 30000);
  static int execute(const QString &program);
  void kill();
};
class QEventLoop : public QObject {
public:
  int exec(int flags = 0);
};
class QThread : public QObject {
public:
  static void sleep(unsigned long seconds);
  static void msleep(unsigned long msecs);
  bool wait(unsigned long msecs);
  bool wait();
};
class QMutex {
public:
  void lock();
  bool tryLock(int msecs = 0);
  void unlock();
};
template <typename M> class [[nodiscard]] QMutexLocker {
public:
  explicit QMutexLocker(M *mutex);
  ~QMutexLocker();
  void unlock();
};
template <typename T> class QFuture {
public:
  T result() const;
  void waitForFinished();
};
namespace QtConcurrent {
template <typename F> auto run(F function) -> QFuture<decltype(function())> { __builtin_trap(); }
} // namespace QtConcurrent
#endif
