// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s %seven %t

#include <QCoroAbstractSocket>
#include <QCoroNetworkReply>
#include <QCoroTask>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

QCoro::Task<int> fetch(const QString &name);
QCoro::Task<> store(const QString &name);
QCoro::LazyTask<int> later(int id);
void show(const QString &text);
struct Window : QObject {
  void clicked();
  QCoro::Task<> reload();
};

// ----- async-await-in-loop -----

QCoro::Task<> store_all(const std::vector<QString> &names) {
  for (const auto &name : names)
    co_await store(name);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'store' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES: {{^}}  constexpr unsigned max_in_flight = 16;
    // CHECK-FIXES: {{.*}}const auto &name = *next_input++;
    // CHECK-FIXES: {{.*}}co_await store(name);
    // CHECK-FIXES: {{.*}}std::rethrow_exception(failed);
}

QCoro::Task<std::vector<int>> fetch_all(const std::vector<QString> &names) {
  std::vector<int> found;
  for (const auto &name : names)
    found.push_back(co_await fetch(name));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the awaits of 'fetch' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES: {{.*}}outcome.emplace(co_await fetch(name));
  co_return found;
}

// What is awaited is a pointer.
QCoro::Task<int> download_all(QNetworkAccessManager &network, const std::vector<QNetworkRequest> &requests) {
  network.setTransferTimeout(5000);
  int size = 0;
  for (const auto &request : requests) {
    QNetworkReply *reply = co_await network.get(request);
    // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: the awaits of 'get' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    size += reply->readAll().size();
  }
  co_return size;
}
QCoro::Task<> waits_for_all(const std::vector<QNetworkReply *> &running) {
  for (std::size_t i = 0; i != running.size(); ++i)
    co_await running[i];
}

// They run already.
QCoro::Task<> joins(const std::vector<QString> &names) {
  std::vector<QCoro::Task<int>> running;
  for (int i = 0; i != 3; ++i)
    running.push_back(fetch(names[i]));
  for (auto &task : running)
    co_await task;
}

QCoro::Task<> one_device(QIODevice *device, const std::vector<QString> &lines) {
  for (const auto &line : lines)
    co_await qCoro(device).write(line);
}

// ----- async-missing-timeout -----

QCoro::Task<QByteArray> replies(QNetworkAccessManager &network, const QNetworkRequest &request) {
  auto *reply = network.get(request);
  co_await qCoro(reply).waitForFinished();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waitForFinished' on 'reply' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return co_await qCoro(reply).readAll();
}

QCoro::Task<> in_time(QNetworkAccessManager &network, const QNetworkRequest &request, QTcpSocket &socket) {
  auto *reply = network.get(request);
  co_await qCoro(reply).waitForFinished(10s);
  co_await qCoro(socket).connectToHost("example.org", 80);
  co_await qCoro(socket).readAll(5s);
}

// The promise makes replies awaitable.
QCoro::Task<QByteArray> kept_reply(QNetworkAccessManager &network, const QNetworkRequest &request) {
  QNetworkReply *reply = network.get(request);
  co_await reply;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'get' on 'network' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return reply->readAll();
}
QCoro::Task<QByteArray> owned_reply(QNetworkAccessManager &network, const QNetworkRequest &request) {
  std::unique_ptr<QNetworkReply> reply{network.get(request)};
  co_await reply.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'get' on 'network' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return reply->readAll();
}
QCoro::Task<QByteArray> owned_reply_in_time(QNetworkAccessManager &network) {
  QNetworkRequest request;
  request.setTransferTimeout(5000);
  std::unique_ptr<QNetworkReply> reply{network.get(request)};
  co_await reply.get();
  co_return reply->readAll();
}
QCoro::Task<QByteArray> reply_of_the_call(QNetworkAccessManager &network, const QNetworkRequest &request) {
  auto *reply = co_await network.post(request, {});
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'post' on 'network' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return reply->readAll();
}
QCoro::Task<> waited_for_in_place(QNetworkAccessManager &network, const QNetworkRequest &request) {
  co_await qCoro(network.get(request)).waitForFinished();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waitForFinished' on 'network' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await qCoro(network.get(request)).waitForFinished(10s);
}
QCoro::Task<QByteArray> request_in_time(QNetworkAccessManager &network) {
  QNetworkRequest request;
  request.setTransferTimeout(5000);
  auto *reply = network.get(request);
  co_await reply;
  co_return reply->readAll();
}
QCoro::Task<> waits_for_a_request_in_time(QNetworkAccessManager &network) {
  QNetworkRequest request;
  request.setTransferTimeout(5000);
  auto *reply = network.get(request);
  co_await qCoro(reply).waitForFinished();
  co_await qCoro(network.get(request)).waitForFinished();
}
QNetworkRequest make_request(int limit) {
  QNetworkRequest request;
  request.setTransferTimeout(limit);
  return request;
}
QNetworkRequest make_plain_request(int) {
  QNetworkRequest request;
  return request;
}
void fill_in(QNetworkRequest &request) { request.setTransferTimeout(5000); }
QCoro::Task<> requests_of_helpers(QNetworkAccessManager &network, bool sends, const QByteArray &data) {
  QNetworkReply *reply = nullptr;
  if (sends)
    reply = network.post(make_request(5000), data);
  else
    reply = network.get(make_request(5000));
  co_await qCoro(reply).waitForFinished();
  const QNetworkRequest made = make_request(5000);
  auto *second = network.get(made);
  co_await qCoro(second).waitForFinished();
  QNetworkRequest filled;
  fill_in(filled);
  auto *third = network.get(filled);
  co_await qCoro(third).waitForFinished();
  auto *without = network.get(make_plain_request(5000));
  co_await qCoro(without).waitForFinished();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waitForFinished' on 'without' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}
QCoro::Task<> limited_too_late(QNetworkAccessManager &network) {
  QNetworkRequest request;
  auto *reply = network.get(request);
  co_await qCoro(reply).waitForFinished();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waitForFinished' on 'reply' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  fill_in(request);
}
class Downloads {
  QNetworkAccessManager network;

public:
  Downloads() { network.setTransferTimeout(5000); }
  QCoro::Task<> fetch(QNetworkRequest request) {
    auto *reply = network.get(request);
    co_await qCoro(reply).waitForFinished();
  }
};
QCoro::Task<QByteArray> aborted_later(QNetworkAccessManager &network, const QNetworkRequest &request) {
  auto *reply = network.get(request);
  QTimer::singleShot(5000, reply, &QNetworkReply::abort);
  co_await reply;
  co_return reply->readAll();
}
QCoro::Task<QByteArray> aborted_by_a_callback(Window *window, QNetworkAccessManager &network,
                                              const QNetworkRequest &request) {
  auto *reply = network.get(request);
  QTimer::singleShot(5000, window, [reply] { reply->abort(); });
  co_await reply;
  co_return reply->readAll();
}
QCoro::Task<QByteArray> manager_in_time(QNetworkAccessManager &network, const QNetworkRequest &request) {
  network.setTransferTimeout(5000);
  auto *reply = co_await network.get(request);
  co_return reply->readAll();
}

QCoro::Task<> signal(Window *window) { co_await qCoro(window, &Window::clicked); }

// ----- async-blocking-call -----

QCoro::Task<> looks_up_and_writes(QFile &file, const QString &name) {
  QHostInfo::fromName(name);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'QHostInfo::fromName' blocks this thread until a name server answers, and every other coroutine on it waits as long; await a resolver [async-blocking-call]
  file.flush();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'QFile::flush' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}

QCoro::Task<> removes_and_maps(QDir &cache, QLockFile &lock, std::vector<int> &values) {
  if (!lock.tryLock())
    co_return;
  lock.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'QLockFile::lock' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  cache.removeRecursively();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'QDir::removeRecursively' blocks this thread until the file or device is done, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  QtConcurrent::blockingMap(values, [](int &value) { ++value; });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'blockingMap' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
}

QCoro::Task<> blocks(QTcpSocket *socket, QProcess &process, QThread *thread) {
  QThread::msleep(100);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'QThread::msleep' puts this thread to sleep, and every other coroutine on it waits as long; await 'QCoro::sleepFor' [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await QCoro::sleepFor(std::chrono::milliseconds(100));
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await QCoro::sleepFor(1s);
  int id = QCoro::waitFor(fetch("id"));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'waitFor' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  // CHECK-FIXES: {{^}}  int id = co_await fetch("id");
  socket->waitForReadyRead(1000);
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'QTcpSocket::waitForReadyRead' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await 'qCoro' [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await qCoro((*socket)).waitForReadyRead(1000);
  process.waitForFinished();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'QProcess::waitForFinished' blocks this thread until another process is done, and every other coroutine on it waits as long; await 'qCoro' [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await qCoro(process).waitForFinished();
  QEventLoop loop;
  loop.exec();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'QEventLoop::exec' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  thread->wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'QThread::wait' blocks this thread until another one ends, and every other coroutine on it waits as long; await 'qCoro' [async-blocking-call]
  co_await store(std::to_string(id));
}

QCoro::Task<> polls(QTcpSocket *socket) {
  if (socket->waitForReadyRead(0))
    co_await qCoro(socket).readAll(1s);
}

QCoro::Task<int> on_a_pool() {
  co_return co_await QtConcurrent::run([] {
    QThread::sleep(1);
    return 1;
  });
}

int main() { return QCoro::waitFor(fetch("id")); }

// ----- async-discarded-awaitable -----

void Window::clicked() { reload(); }
// CHECK-MESSAGES: :[[@LINE-1]]:26: warning: the awaitable returned by 'reload' is dropped, so its work runs on unobserved and its errors are lost; keep it [async-discarded-awaitable]

void handled(Window &window) {
  window.reload().then([] { show("done"); });
  QCoro::connect(window.reload(), &window, [] { show("done"); });
}

QCoro::Task<> never_runs() {
  later(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'later' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await later(1);
  co_await store("a");
}

// ----- async-await-under-lock -----

QCoro::Task<> under_lock(QMutex &mutex) {
  QMutexLocker locker(&mutex);
  co_await store("a");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'locker' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

QCoro::Task<> by_hand(QMutex &mutex) {
  mutex.lock();
  show("a");
  mutex.unlock();
  co_await store("a");
}

// Eager tasks are in flight from the call on, however they are joined.
QCoro::Task<int> all_at_once(const std::vector<QString> &names) {
  std::vector<QCoro::Task<int>> running;
  for (const QString &name : names)
    running.push_back(fetch(name));
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: a task is in flight for every element of 'names' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
  int sum = 0;
  for (auto &task : running)
    sum += co_await task;
  co_return sum;
}
