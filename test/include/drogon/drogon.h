// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the model of Drogon names, as declarations only.
#ifndef DROGON_DROGON_H
#define DROGON_DROGON_H
#include <drogon/utils/coroutine.h>
#include <memory>
#include <string>

namespace drogon {

class HttpRequest {};
class HttpResponse {
public:
  int statusCode() const;
};
using HttpRequestPtr = std::shared_ptr<HttpRequest>;
using HttpResponsePtr = std::shared_ptr<HttpResponse>;

class HttpFilterBase {
public:
  virtual void doFilter(const HttpRequestPtr &request, std::function<void(const HttpResponsePtr &)> &&refuse,
                        std::function<void()> &&pass) = 0;
};

namespace internal {
struct HttpRespAwaiter : mock::awaiter<HttpResponsePtr> {};
struct ForwardAwaiter : mock::awaiter<HttpResponsePtr> {};
struct WebSocketConnectionAwaiter : mock::awaiter<HttpResponsePtr> {};
} // namespace internal

class HttpClient {
public:
  virtual void sendRequest(const HttpRequestPtr &request, const std::function<void(int)> &callback,
                           double timeout = 0) = 0;
  std::pair<int, HttpResponsePtr> sendRequest(const HttpRequestPtr &request, double timeout = 0);
  internal::HttpRespAwaiter sendRequestCoro(HttpRequestPtr request, double timeout = 0);
};
using HttpClientPtr = std::shared_ptr<HttpClient>;
class WebSocketConnection {};
class WebSocketClient {
public:
  internal::WebSocketConnectionAwaiter connectToServerCoro(const HttpRequestPtr &request);
};
namespace orm {
class DbClient;
struct PostgresConfig {
  std::string host;
  double timeout;
};
} // namespace orm
namespace nosql {
class RedisClient;
}
class HttpAppFramework {
public:
  virtual void run() = 0;
  virtual std::shared_ptr<orm::DbClient> getDbClient(const std::string &name = "default") = 0;
  virtual std::shared_ptr<orm::DbClient> getFastDbClient(const std::string &name = "default") = 0;
  virtual std::shared_ptr<nosql::RedisClient> getRedisClient(const std::string &name = "default") = 0;
  virtual std::shared_ptr<nosql::RedisClient> getFastRedisClient(const std::string &name = "default") = 0;
  virtual HttpAppFramework &addDbClient(const orm::PostgresConfig &config) = 0;
  virtual HttpAppFramework &createDbClient(const std::string &type, const std::string &host,
                                           unsigned short port, const std::string &database,
                                           const std::string &user, const std::string &password,
                                           std::size_t connections = 1, const std::string &file = "",
                                           const std::string &name = "default", bool fast = false,
                                           const std::string &characters = "", double timeout = -1.0,
                                           bool batch = false) = 0;
  virtual HttpAppFramework &createRedisClient(const std::string &ip, unsigned short port,
                                              const std::string &name = "default",
                                              const std::string &password = "", std::size_t connections = 1,
                                              bool fast = false, double timeout = -1.0, unsigned database = 0,
                                              const std::string &user = "") = 0;
  internal::ForwardAwaiter forwardCoro(HttpRequestPtr request, std::string host = "", double timeout = 0);
};
HttpAppFramework &app();

namespace orm {

class Result {
public:
  size_t size() const;
};
class Transaction;
namespace internal {
struct [[nodiscard]] SqlAwaiter : mock::awaiter<Result> {};
struct [[nodiscard]] TransactionAwaiter : mock::awaiter<std::shared_ptr<Transaction>> {};
template <typename T> struct [[nodiscard]] MapperAwaiter : mock::awaiter<T> {};
} // namespace internal

class DbClient {
public:
  virtual ~DbClient();
  template <typename... A> Result execSqlSync(const std::string &sql, A &&...arguments);
  template <typename... A> internal::SqlAwaiter execSqlCoro(const std::string &sql, A &&...arguments);
  std::shared_ptr<Transaction> newTransaction();
  internal::TransactionAwaiter newTransactionCoro();
  virtual void setTimeout(double timeout) = 0;
};
class Transaction : public DbClient {
public:
  virtual void rollback() = 0;
};
using DbClientPtr = std::shared_ptr<DbClient>;

class Criteria {};
template <typename T> class Mapper {
public:
  explicit Mapper(DbClientPtr client);
  T findOne(const Criteria &criteria) noexcept(false);
  void findOne(const Criteria &criteria, const std::function<void(T)> &found) noexcept;
  T findByPrimaryKey(int key);
  std::vector<T> findAll();
  std::vector<T> findBy(const Criteria &criteria);
  size_t count(const Criteria &criteria);
  void insert(T &object);
  size_t update(const T &object);
  size_t updateBy(const Criteria &criteria);
  size_t increment(const Criteria &criteria);
  size_t deleteOne(const T &object);
  size_t deleteBy(const Criteria &criteria);
  size_t deleteByPrimaryKey(int key);
};
template <typename T> class CoroMapper : public Mapper<T> {
public:
  explicit CoroMapper(DbClientPtr client);
  internal::MapperAwaiter<T> findOne(const Criteria &criteria);
  internal::MapperAwaiter<T> findByPrimaryKey(int key);
  internal::MapperAwaiter<std::vector<T>> findAll();
  internal::MapperAwaiter<std::vector<T>> findBy(const Criteria &criteria);
  internal::MapperAwaiter<size_t> count(const Criteria &criteria);
  internal::MapperAwaiter<T> insert(const T &object);
  internal::MapperAwaiter<size_t> update(const T &object);
  internal::MapperAwaiter<size_t> updateBy(const Criteria &criteria);
  internal::MapperAwaiter<size_t> increment(const Criteria &criteria);
  internal::MapperAwaiter<size_t> deleteOne(const T &object);
  internal::MapperAwaiter<size_t> deleteBy(const Criteria &criteria);
  internal::MapperAwaiter<size_t> deleteByPrimaryKey(int key);
};

} // namespace orm

namespace nosql {

class RedisTransaction;
namespace internal {
struct [[nodiscard]] RedisAwaiter : mock::awaiter<std::string> {};
struct [[nodiscard]] RedisTransactionAwaiter : mock::awaiter<std::shared_ptr<RedisTransaction>> {};
} // namespace internal
class RedisClient {
public:
  template <typename F, typename... A>
  auto execCommandSync(F &&process, const char *command, A &&...arguments) {
    return process(std::string());
  }
  template <typename... A> internal::RedisAwaiter execCommandCoro(const char *command, A &&...arguments);
  internal::RedisTransactionAwaiter newTransactionCoro();
  virtual void setTimeout(double timeout) = 0;
};
class RedisTransaction : public RedisClient {
public:
  internal::RedisAwaiter executeCoro();
};
using RedisClientPtr = std::shared_ptr<RedisClient>;

} // namespace nosql
} // namespace drogon
#endif
