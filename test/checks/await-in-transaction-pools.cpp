// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-transaction %t
//
// A pool that is named for the connections it has, whatever their class is called.

#include <functional>
#include <inhouse/task.h>
#include <memory>
#include <string>

using inhouse::task;

struct database {
  int insert(int row);
};
struct counters {
  int used;
};
template <typename T> class connection_pool {
public:
  static connection_pool &instance();
  std::unique_ptr<T, std::function<void(T *)>> get();
  std::unique_ptr<counters> count();
};
template <typename T> class object_pool {
public:
  std::unique_ptr<T, std::function<void(T *)>> get();
};

task<bool> send_mail(std::string to);

task<int> mails_with_a_connection(std::string to) {
  auto conn = connection_pool<database>::instance().get();
  if (!conn)
    co_return 0;
  conn->insert(1);
  co_await send_mail(to);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'conn' is kept out of its pool across this await, which does not use it, and others wait for a connection meanwhile; give it back first [async-await-in-transaction]
  co_return conn->insert(2);
}

// What is not.

task<int> gives_it_back_first(std::string to) {
  {
    auto conn = connection_pool<database>::instance().get();
    conn->insert(1);
  }
  co_await send_mail(to);
  co_return 0;
}
task<int> asks_for_something_else(std::string to) {
  auto used = connection_pool<database>::instance().count();
  co_await send_mail(to);
  co_return used->used;
}
task<int> of_a_pool_of_anything(object_pool<database> &pool, std::string to) {
  auto one = pool.get();
  one->insert(1);
  co_await send_mail(to);
  co_return 0;
}
