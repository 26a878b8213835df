// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the code says of the host that a call is to find or to reach, where it says so by a constant:
// `resolve("10.0.0.1")`, `connect(endpoint(address_v4::loopback(), port))`.

#ifndef COTIDY_SEMANTICS_HOSTS_H
#define COTIDY_SEMANTICS_HOSTS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether the host is a numeric address, itself or in what was made from one: no name server is asked for
/// it.
bool namesAddress(Unit &U, const BodyIndex &Body, const CallSite &Site);

/// Whether the host is this machine, which answers at once.
bool namesThisMachine(Unit &U, const BodyIndex &Body, const CallSite &Site);

} // namespace cotidy

#endif
