// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the code says of the host that a call is to find or to reach, where it says so by a constant:
// `resolve("10.0.0.1")`, `connect(endpoint(address_v4::loopback(), port))`.

#ifndef COTIDY_SEMANTICS_HOSTS_H
#define COTIDY_SEMANTICS_HOSTS_H

#include "semantics/Unit.h"

namespace cotidy {

struct Host {
  bool IsAddress = false; ///< in numbers, itself or in what was made from one: no name server is asked for it
  bool IsHere = false;    ///< this machine, which answers at once
};

/// The host that \p Site is given; nothing is known of one that the code does not say.
Host hostOf(Unit &U, const BodyIndex &Body, const CallSite &Site);

} // namespace cotidy

#endif
