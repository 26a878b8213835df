// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s %seven %t

#include <chrono>
#include <drogon/drogon.h>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace drogon;
using namespace std::chrono_literals;

struct User {
  int id;
};
Task<int> score(const User &user);
Task<> greet(const User &user);
void log(int value);

// ----- async-await-in-loop -----

Task<> greet_all(const std::vector<User> &users) {
  for (const auto &user : users)
    co_await greet(user);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaits of 'greet' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES: {{^}}  constexpr unsigned max_in_flight = 16;
    // CHECK-FIXES: {{.*}}const auto &user = *next_input++;
    // CHECK-FIXES: {{.*}}co_await greet(user);
    // CHECK-FIXES: {{.*}}co_await drogon::when_all(std::move(workers));
}

Task<std::vector<int>> score_all(const std::vector<User> &users) {
  std::vector<int> scores;
  for (const auto &user : users)
    scores.push_back(co_await score(user));
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: the awaits of 'score' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-FIXES: {{.*}}outcome.emplace(co_await score(user));
    // CHECK-FIXES: {{.*}}scores.push_back(std::move(*outcome));
  co_return scores;
}

Task<> queries(orm::DbClientPtr db, const std::vector<User> &users) {
  db->setTimeout(5.0);
  for (const auto &user : users) {
    auto rows = co_await db->execSqlCoro("select * from orders where owner = $1", user.id);
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the awaits of 'execSqlCoro' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    log(rows.size());
  }
}

Task<> one_query(orm::DbClientPtr db) {
  auto rows = co_await db->execSqlCoro("select * from orders");
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'execSqlCoro' on 'db' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  log(rows.size());
}

Task<> in_one_transaction(orm::DbClientPtr db, const std::vector<User> &users) {
  auto transaction = co_await db->newTransactionCoro();
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'newTransactionCoro' on 'db' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  for (const auto &user : users)
    log((co_await transaction->execSqlCoro("update users set seen = 1 where id = $1", user.id)).size());
}

Task<> together(const std::vector<User> &users) {
  auto [a, b] = co_await when_all(score(users[0]), score(users[1]));
  log(a + b);
}

// ----- async-unbounded-fan-out -----

Task<> all_at_once(const std::vector<User> &users) {
  std::vector<Task<int>> tasks;
  for (const auto &user : users)
    tasks.push_back(score(user));
  for (int found : co_await when_all(std::move(tasks)))
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: a task is in flight for every element of 'users' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
    log(found);
}

void start_all(const std::vector<User> &users) {
  for (const auto &user : users)
    async_run([user]() -> Task<> { co_await greet(user); });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a task is in flight for every element of 'users' at once: memory and the load on what they call grow with N; let only a bounded number run at a time [async-unbounded-fan-out]
}

// ----- async-discarded-awaitable -----

Task<> forgets(orm::DbClientPtr db, HttpClientPtr client, HttpRequestPtr request, const User &user) {
  db->setTimeout(5.0);
  greet(user);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'greet' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await greet(user);
  db->execSqlCoro("delete from sessions");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'execSqlCoro' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await db->execSqlCoro("delete from sessions");
  client->sendRequestCoro(request, 5.0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'sendRequestCoro' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await client->sendRequestCoro(request, 5.0);
  sleepCoro(trantor::EventLoop::getEventLoopOfCurrentThread(), 1.0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'sleepCoro' is dropped, so its work never runs; await it [async-discarded-awaitable]
  // CHECK-FIXES: {{^}}  co_await sleepCoro({{.*}}, 1.0);
  co_await greet(user);
}

AsyncTask in_background(User user) { co_await greet(user); }

void runs(const User &user) {
  in_background(user);
  async_run([user]() -> Task<> { co_await greet(user); });
}

// ----- async-missing-timeout -----

Task<int> asks(HttpClientPtr client, HttpRequestPtr request) {
  auto response = co_await client->sendRequestCoro(request);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'sendRequestCoro' on 'client' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES: {{^}}  auto response = co_await client->sendRequestCoro(request, time_limit);
  co_return response->statusCode();
}

Task<> in_time(HttpClientPtr client, HttpRequestPtr request, orm::DbClientPtr db) {
  co_await client->sendRequestCoro(request, 10.0);
  db->setTimeout(10.0);
  co_await db->execSqlCoro("select 1");
}

Task<> waits_as_long_as_it_takes(orm::DbClientPtr db, nosql::RedisClientPtr redis) {
  co_await db->execSqlCoro("select 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'execSqlCoro' on 'db' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await redis->execCommandCoro("get a");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'execCommandCoro' on 'redis' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

// ----- async-blocking-call -----

Task<> blocks(HttpClientPtr client, HttpRequestPtr request, orm::DbClientPtr db, nosql::RedisClientPtr redis) {
  db->setTimeout(5.0);
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' puts this thread to sleep, and every other coroutine on it waits as long; await a timer [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await drogon::sleepCoro(trantor::EventLoop::getEventLoopOfCurrentThread(), 1s);
  auto rows = db->execSqlSync("select 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'DbClient::execSqlSync' blocks this thread until the database answers, and every other coroutine on it waits as long; await 'execSqlCoro' [async-blocking-call]
  // CHECK-FIXES: {{^}}  auto rows = co_await (*db).execSqlCoro("select 1");
  auto [result, response] = client->sendRequest(request);
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'HttpClient::sendRequest' blocks this thread until the peer is ready, and every other coroutine on it waits as long; await 'sendRequestCoro' [async-blocking-call]
  auto text = redis->execCommandSync([](const std::string &r) { return r; }, "get %s", "a");
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'RedisClient::execCommandSync' blocks this thread until the database answers, and every other coroutine on it waits as long; await 'execCommandCoro' [async-blocking-call]
  int found = sync_wait(score(User{1}));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'sync_wait' blocks this thread until asynchronous work is done: a deadlock if that work needs this thread; await that work [async-blocking-call]
  // CHECK-FIXES: {{^}}  int found = co_await score(User{1});
  orm::Mapper<User> mapper(db);
  User first = mapper.findOne(orm::Criteria());
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'Mapper::findOne' blocks this thread until the database answers, and every other coroutine on it waits as long; run it on another thread [async-blocking-call]
  log(found + result + first.id + rows.size() + text.size());
  co_await greet(User{1});
}

Task<> begins(orm::DbClientPtr db) {
  db->setTimeout(5.0);
  auto transaction = db->newTransaction();
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'DbClient::newTransaction' blocks this thread until the database answers, and every other coroutine on it waits as long; await 'newTransactionCoro' [async-blocking-call]
  // CHECK-FIXES: {{^}}  auto transaction = co_await (*db).newTransactionCoro();
  co_await transaction->execSqlCoro("select 1");
}

Task<> with_callbacks(HttpClientPtr client, HttpRequestPtr request, orm::DbClientPtr db) {
  client->sendRequest(request, [](int result) { log(result); });
  orm::Mapper<User> mapper(db);
  mapper.findOne(orm::Criteria(), [](User user) { log(user.id); });
  orm::CoroMapper<User> awaited(db);
  log((co_await awaited.findOne(orm::Criteria())).id);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'findOne' on 'awaited' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
}

Task<> elsewhere(trantor::ConcurrentTaskQueue &queue) {
  queue.runTaskInQueue([] { std::this_thread::sleep_for(1s); });
  queue.syncTaskInQueue([] { log(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'ConcurrentTaskQueue::syncTaskInQueue' blocks this thread until another one is done, and every other coroutine on it waits as long; await the result [async-blocking-call]
  co_await greet(User{1});
}

int main() { app().run(); }

// ----- async-await-under-lock, async-await-in-transaction -----

Task<> under_lock(std::mutex &mutex, const User &user) {
  std::lock_guard lock(mutex);
  co_await greet(user);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'lock' is held across this await; every other thread that wants 'mutex' waits until the coroutine is resumed, and if it is resumed on another thread, the unlock is undefined [async-await-under-lock]
}

Task<> under_async_lock(Mutex &mutex, const User &user) {
  auto lock = co_await mutex.scoped_lock();
  co_await greet(user);
}

Task<> asks_in_transaction(orm::DbClientPtr db, HttpClientPtr client, HttpRequestPtr request) {
  auto transaction = co_await db->newTransactionCoro();
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'newTransactionCoro' on 'db' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await transaction->execSqlCoro("update stock set left = left - 1");
  auto response = co_await client->sendRequestCoro(request, 10.0);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the transaction of 'transaction' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  co_await transaction->execSqlCoro("insert into log values ($1)", response->statusCode());
}

Task<> asks_before(orm::DbClientPtr db, HttpClientPtr client, HttpRequestPtr request) {
  auto response = co_await client->sendRequestCoro(request, 10.0);
  auto transaction = co_await db->newTransactionCoro();
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'newTransactionCoro' on 'db' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await transaction->execSqlCoro("insert into log values ($1)", response->statusCode());
}

// A client that is awaited elsewhere blocks all the same.
Task<std::size_t> awaits_and_blocks(orm::DbClient &db) {
  co_await db.execSqlCoro("select 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'execSqlCoro' on 'db' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return db.execSqlSync("select 2", 2).size();
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'DbClient::execSqlSync' blocks this thread until the database answers, and every other coroutine on it waits as long; await 'execSqlCoro' [async-blocking-call]
}
