// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Clients of the application: its configuration may limit them, which the message says; they are left where the
// program sets the limit for all in its code.
// RUN: %check_cotidy %s missing-timeout %t --suffixes=EACH,ALL
// RUN: %check_cotidy %s missing-timeout %t --suffixes=ALL -- \
// RUN:   --config="{CheckOptions: {async-missing-timeout.ReportConfigured: false}}"
// RUN: %check_cotidy %s missing-timeout %t --suffixes=ALL -- -- \
// RUN:   -DDATABASE='createDbClient("postgresql", "db", 5432, "a", "b", "c", 8, "", "default", false, "", 5.0)' \
// RUN:   -DREDIS='createRedisClient("redis", 6379, "default", "", 1, false, 2.0)'
// RUN: %check_cotidy %s missing-timeout %t --suffixes=ALL -- -- \
// RUN:   -DDATABASE='addDbClient({"db", 5.0})' -DREDIS='getRedisClient()->setTimeout(2.0)'
// RUN: %check_cotidy %s missing-timeout %t --suffixes=EACH,ALL -- -- \
// RUN:   -DDATABASE='createDbClient("postgresql", "db", 5432, "a", "b", "c")' -DREDIS='getRedisClient()->setTimeout(0)'

#include <drogon/drogon.h>

using namespace drogon;

struct User {};
orm::DbClientPtr database() { return app().getDbClient("users"); }

Task<> saves() {
  auto db = app().getDbClient();
  co_await db->execSqlCoro("update a");
  // CHECK-MESSAGES-EACH: :[[@LINE-1]]:3: warning: 'execSqlCoro' on 'db' has no time limit in the code, so a peer that hangs holds this coroutine and its connection for ever; set 'timeout' of its entry in 'db_clients' of the configuration [async-missing-timeout]
  co_await db->execSqlCoro("update b");
}

Task<> saves_again() {
  co_await app().getFastDbClient()->execSqlCoro("update a");
  // CHECK-MESSAGES-EACH: :[[@LINE-1]]:3: warning: 'execSqlCoro' has no time limit in the code, so a peer that hangs holds this coroutine and its connection for ever; set 'timeout' of its entry in 'db_clients' of the configuration [async-missing-timeout]
}

Task<> by_accessor() {
  auto transaction = co_await database()->newTransactionCoro();
  // CHECK-MESSAGES-EACH: :[[@LINE-1]]:22: warning: 'newTransactionCoro' has no time limit in the code, so a peer that hangs holds this coroutine and its connection for ever; set 'timeout' of its entry in 'db_clients' of the configuration [async-missing-timeout]
  co_await transaction->execSqlCoro("update a");
}

Task<User> by_mapper() {
  auto db = app().getDbClient();
  orm::CoroMapper<User> mapper(db);
  co_await mapper.findAll();
  // CHECK-MESSAGES-EACH: :[[@LINE-1]]:3: warning: 'findAll' on 'mapper' has no time limit in the code, so a peer that hangs holds this coroutine and its connection for ever; set 'timeout' of its entry in 'db_clients' of the configuration [async-missing-timeout]
  co_return co_await orm::CoroMapper<User>(app().getDbClient()).findOne(orm::Criteria());
  // CHECK-MESSAGES-EACH: :[[@LINE-1]]:13: warning: 'findOne' has no time limit in the code, so a peer that hangs holds this coroutine and its connection for ever; set 'timeout' of its entry in 'db_clients' of the configuration [async-missing-timeout]
}

class Users {
  orm::DbClientPtr db = app().getDbClient();
  nosql::RedisClientPtr cache;

public:
  Users() : cache(app().getRedisClient()) {}
  Task<> load() { co_await db->execSqlCoro("select a"); }
  // CHECK-MESSAGES-EACH: :[[@LINE-1]]:19: warning: 'execSqlCoro' on 'db' has no time limit in the code, so a peer that hangs holds this coroutine and its connection for ever; set 'timeout' of its entry in 'db_clients' of the configuration [async-missing-timeout]
  Task<> look_up() {
    co_await cache->execCommandCoro("get a");
    // CHECK-MESSAGES-EACH: :[[@LINE-1]]:5: warning: 'execCommandCoro' on 'cache' has no time limit in the code, so a peer that hangs holds this coroutine and its connection for ever; set 'timeout' of its entry in 'redis_clients' of the configuration [async-missing-timeout]
  }
  Task<> look_up_more() { co_await app().getFastRedisClient()->execCommandCoro("get b"); }
  // CHECK-MESSAGES-EACH: :[[@LINE-1]]:27: warning: 'execCommandCoro' has no time limit in the code, so a peer that hangs holds this coroutine and its connection for ever; set 'timeout' of its entry in 'redis_clients' of the configuration [async-missing-timeout]
};

// One that sets its own limit.
Task<> sets_it_itself() {
  auto db = app().getDbClient();
  db->setTimeout(3.0);
  co_await db->execSqlCoro("update a");
}

// Of a client that comes from somewhere else nothing is known.
Task<> saves_elsewhere(orm::DbClientPtr client) {
  co_await client->execSqlCoro("update a");
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'execSqlCoro' on 'client' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

int main() {
#ifdef DATABASE
  app().DATABASE;
  app().REDIS;
#endif
  app().run();
}
