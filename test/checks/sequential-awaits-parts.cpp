// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s sequential-awaits %t
//
// Results that fill in one object, part by part.

#include <inhouse/task.h>
#include <string>
#include <vector>

using inhouse::task;

struct rights {
  std::vector<std::string> roles, permissions;
  int level;
};
task<std::vector<std::string>> roles_of(int user);
task<std::vector<std::string>> permissions_of(int user);
task<int> level_of(const std::vector<std::string> &roles);

task<rights> of_parts(int user) {
  rights all;
  all.roles = co_await roles_of(user);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaits of 'roles_of' and 'permissions_of' do not need one another, and run one after another: latency is their sum instead of the longest; await them together [async-sequential-awaits]
  all.permissions = co_await permissions_of(user);
  co_return all;
}

task<rights> by_another_part(int user) {
  rights all;
  all.roles = co_await roles_of(user);
  all.level = co_await level_of(all.roles);
  co_return all;
}

task<rights> same_part(int user) {
  rights all;
  all.roles = co_await roles_of(user);
  all.roles = co_await permissions_of(user);
  co_return all;
}
