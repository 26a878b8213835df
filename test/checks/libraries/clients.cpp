// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s %seven %t

// Blocking clients of databases and networks, as their headers declare them.

#include "task.h"
#include <string>

using inhouse::task;

extern "C" {
struct PGconn;
struct PGresult;
PGresult *PQexec(PGconn *connection, const char *query);
int PQsendQuery(PGconn *connection, const char *query);
struct MYSQL;
int mysql_query(MYSQL *connection, const char *query);
struct sqlite3;
int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *data, char **error);
struct redisContext;
void *redisCommand(redisContext *context, const char *format, ...);
struct redisAsyncContext;
int redisAsyncCommand(redisAsyncContext *context, void (*reply)(void *), void *data, const char *format, ...);
typedef void CURL;
int curl_easy_perform(CURL *handle);
typedef void CURLM;
int curl_multi_perform(CURLM *handles, int *running);
int curl_multi_poll(CURLM *handles, void *extra, unsigned count, int milliseconds, int *ready);
struct rd_kafka_t;
int rd_kafka_poll(rd_kafka_t *client, int milliseconds);
int rd_kafka_flush(rd_kafka_t *client, int milliseconds);
}
namespace pqxx {
struct result {};
class transaction_base {
public:
  result exec(const std::string &query);
  void commit();
};
class connection {
public:
  explicit connection(const std::string &options);
};
template <int isolation = 0> class transaction : public transaction_base {
public:
  explicit transaction(connection &on);
};
} // namespace pqxx
namespace sql {
class Connection {
public:
  virtual void setAutoCommit(bool on) = 0;
  virtual void commit() = 0;
};
class Statement {
public:
  virtual int executeUpdate(const std::string &query) = 0;
};
} // namespace sql
namespace grpc {
class CompletionQueue {
public:
  bool Next(void **tag, bool *ok);
};
} // namespace grpc

task<> step();

// ----- async-blocking-call -----

task<> queries(PGconn *postgres, MYSQL *mysql, sqlite3 *sqlite, redisContext *redis, sql::Statement &statement) {
  PQexec(postgres, "select 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'PQexec' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  mysql_query(mysql, "select 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'mysql_query' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  sqlite3_exec(sqlite, "select 1", nullptr, nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sqlite3_exec' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  redisCommand(redis, "GET a");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'redisCommand' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  statement.executeUpdate("delete from a");
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'Statement::executeUpdate' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_await step();
}

task<> messages(rd_kafka_t *kafka) {
  rd_kafka_flush(kafka, 1000);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rd_kafka_flush' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await the asynchronous operation [async-blocking-call]
  co_await step();
}

task<> transfers(CURL *handle, CURLM *handles, grpc::CompletionQueue &queue) {
  int ready;
  void *tag;
  bool ok;
  curl_easy_perform(handle);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'curl_easy_perform' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await the asynchronous operation [async-blocking-call]
  curl_multi_poll(handles, nullptr, 0, 1000, &ready);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'curl_multi_poll' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await the asynchronous operation [async-blocking-call]
  queue.Next(&tag, &ok);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'CompletionQueue::Next' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_await step();
}

task<> without_waiting(PGconn *postgres, redisAsyncContext *redis, CURLM *handles, rd_kafka_t *kafka) {
  int running;
  PQsendQuery(postgres, "select 1");
  redisAsyncCommand(redis, nullptr, nullptr, "GET a");
  curl_multi_perform(handles, &running);
  curl_multi_poll(handles, nullptr, 0, 0, &running);
  rd_kafka_poll(kafka, 0);
  co_await step();
}

void plainly(PGconn *postgres) { PQexec(postgres, "select 1"); }

// ----- async-await-in-transaction: only the transactions are looked at here -----

// NOLINTBEGIN(async-blocking-call)
task<> in_transaction(pqxx::connection &connection) {
  pqxx::transaction<> transaction(connection);
  transaction.exec("update a set b = 1");
  co_await step();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the transaction of 'transaction' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  transaction.commit();
  // CHECK-FIXES: {{^}}  transaction.commit();
  // CHECK-FIXES-NEXT: {{^}}  co_await step();
}

task<> after_commit(pqxx::connection &connection) {
  pqxx::transaction<> transaction(connection);
  transaction.exec("update a set b = 1");
  transaction.commit();
  co_await step();
}

task<> by_statements(PGconn *postgres) {
  PQexec(postgres, "BEGIN");
  co_await step();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the transaction on 'postgres' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  PQexec(postgres, "COMMIT");
  co_await step();
}

task<> without_autocommit(sql::Connection &connection) {
  connection.setAutoCommit(false);
  co_await step();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the transaction on 'connection' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  connection.commit();
  co_await step();
}
// NOLINTEND(async-blocking-call)
