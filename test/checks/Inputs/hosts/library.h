// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HOSTS_LIBRARY_H
#define HOSTS_LIBRARY_H
#include <inhouse/task.h>

extern "C" int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                           struct addrinfo **found);

namespace library {

inline inhouse::task<int> connect(const char *host) {
  addrinfo *found = nullptr;
  co_return getaddrinfo(host, "80", nullptr, &found);
}

} // namespace library
#endif
