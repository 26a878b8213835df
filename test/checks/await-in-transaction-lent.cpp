// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-transaction %t
//
// A store that takes a connection out of its pool for each call that is not handed one.

#include <expected>
#include <inhouse/task.h>
#include <string>

using inhouse::task;

namespace boost {
namespace mysql {
class any_connection {
public:
  task<int> async_execute(const std::string &statement);
};
class pooled_connection {
public:
  pooled_connection(pooled_connection &&);
  ~pooled_connection();
  any_connection &get();
};
} // namespace mysql
} // namespace boost

class store {
public:
  task<std::expected<boost::mysql::pooled_connection, int>> acquire();
  task<int> save_on(boost::mysql::any_connection &connection, const std::string &name);
  task<int> save(const std::string &name);
  task<int> count();
  task<void> give_back(boost::mysql::pooled_connection &&lease);
};

// Others of this store wait for the connection that this one keeps.
task<int> saves_with_a_second_one(store &db, const std::string &name) {
  auto lease = co_await db.acquire();
  if (!lease)
    co_return 0;
  auto &connection = lease->get();
  int saved = co_await db.save_on(connection, name);
  saved += co_await db.save(name);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'lease' is kept out of its pool across this await, which does not use it, and others wait for a connection meanwhile; give it back first [async-await-in-transaction]
  saved += co_await db.save_on(connection, "again");
  co_return saved;
}

// Nothing shows that the store is to be handed it.
task<int> saves_with_what_the_store_has(store &db, const std::string &name) {
  auto lease = co_await db.acquire();
  if (!lease)
    co_return 0;
  co_return co_await db.save(name);
}

// To give it back is no use.
task<int> gives_back(store &db, const std::string &name) {
  auto lease = co_await db.acquire();
  if (!lease)
    co_return 0;
  const int saved = co_await db.save(name);
  co_await db.give_back(std::move(*lease));
  co_return saved + co_await db.count();
}
