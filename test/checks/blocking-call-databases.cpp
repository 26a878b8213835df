// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s blocking-call %t
//
// Statements that are prepared and run, databases in memory, and questions that a helper puts beside a socket
// that is awaited.

#include <inhouse/task.h>
#include <string>

using inhouse::task;

extern "C" {
struct sqlite3;
struct sqlite3_stmt;
int sqlite3_open(const char *name, sqlite3 **db);
int sqlite3_open_v2(const char *name, sqlite3 **db, int flags, const char *vfs);
int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *data,
                 char **error);
int sqlite3_prepare_v2(sqlite3 *db, const char *sql, int size, sqlite3_stmt **statement, const char **tail);
int sqlite3_step(sqlite3_stmt *statement);
int sqlite3_finalize(sqlite3_stmt *statement);
#define SQLITE_OPEN_READWRITE 0x02
#define SQLITE_OPEN_MEMORY 0x80

struct PGconn;
struct PGcancel;
struct PGresult;
PGresult *PQexec(PGconn *connection, const char *sql);
PGresult *PQgetResult(PGconn *connection);
PGcancel *PQgetCancel(PGconn *connection);
int PQcancel(PGcancel *cancel, char *error, int size);
}

// ---- one statement

class statement {
public:
  statement(sqlite3 *db, const char *sql) { sqlite3_prepare_v2(db, sql, -1, &made, nullptr); }
  bool query() { return sqlite3_step(made) == 100; }

private:
  sqlite3_stmt *made = nullptr;
};

task<int> counts(sqlite3 *db) {
  statement count(db, "select count(*) from player");
  co_return count.query();
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'statement::query' calls 'sqlite3_step', which blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
}
task<int> counts_by_hand(sqlite3 *db) {
  sqlite3_stmt *count = nullptr;
  sqlite3_prepare_v2(db, "select count(*) from player", -1, &count, nullptr);
  co_return sqlite3_step(count);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'sqlite3_step' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
}
task<void> only_prepares(sqlite3 *db, sqlite3_stmt *other) {
  sqlite3_stmt *count = nullptr;
  sqlite3_prepare_v2(db, "select count(*) from player", -1, &count, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sqlite3_prepare_v2' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  sqlite3_step(other);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sqlite3_step' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}

// ---- in memory

class cache {
public:
  cache() { sqlite3_open_v2("games", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nullptr); }
  task<void> add() {
    sqlite3_exec(db, "insert into game values (1)", nullptr, nullptr, nullptr);
    co_return;
  }
  task<int> find() {
    sqlite3_stmt *found = nullptr;
    sqlite3_prepare_v2(db, "select * from game", -1, &found, nullptr);
    co_return sqlite3_step(found);
  }

private:
  sqlite3 *db = nullptr;
};
class store {
public:
  store() { sqlite3_open_v2("games", &db, SQLITE_OPEN_READWRITE, nullptr); }
  task<void> add() {
    sqlite3_exec(db, "insert into game values (1)", nullptr, nullptr, nullptr);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sqlite3_exec' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
    co_return;
  }

private:
  sqlite3 *db = nullptr;
};
class annotated {
public:
  annotated() { sqlite3_open_v2("games", &db, SQLITE_OPEN_READWRITE, "never :memory:"); }
  task<void> add() {
    sqlite3_exec(db, "insert into game values (1)", nullptr, nullptr, nullptr);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sqlite3_exec' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
    co_return;
  }

private:
  sqlite3 *db = nullptr;
};
class either {
public:
  either() { sqlite3_open(":memory:", &db); }
  explicit either(const char *path) { sqlite3_open(path, &db); }
  task<void> add() {
    sqlite3_exec(db, "insert into game values (1)", nullptr, nullptr, nullptr);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sqlite3_exec' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
    co_return;
  }

private:
  sqlite3 *db = nullptr;
};
task<void> opens(const char *path) {
  sqlite3 *scratch = nullptr, *kept = nullptr;
  sqlite3_open(":memory:", &scratch);
  sqlite3_exec(scratch, "create table game (id)", nullptr, nullptr, nullptr);
  sqlite3_open(path, &kept);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sqlite3_open' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  co_return;
}

// ---- beside a socket that is awaited

class client {
public:
  task<void> query() {
    co_await readable();
    take();
    cancel();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'client::cancel' calls 'PQcancel', which blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
    begin();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'client::begin' calls 'PQexec', which blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  }

private:
  task<void> readable();
  void take() { PQgetResult(connection); }
  void begin() { PQexec(connection, "begin"); }
  void cancel() const noexcept {
    char error[256];
    if (auto *request = PQgetCancel(connection))
      PQcancel(request, error, sizeof(error));
  }

  PGconn *connection = nullptr;
};
