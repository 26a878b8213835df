// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sockets, streams and connections of the project's own, which no model names: told by what they are called,
// what they can do and what they hold.

#ifndef COTIDY_SEMANTICS_OWNCONNECTIONS_H
#define COTIDY_SEMANTICS_OWNCONNECTIONS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether the call connects such a connection, reads from its peer, writes to it or takes leave of it. One
/// that knows of time limits, and a coroutine whose body is here to be asked instead, are none.
bool isOwnConnectionCall(Unit &U, const CallSite &Site);

/// Whether the call awaits what the system's function of that name does: `ring.recv(fd, buffer, size, 0)`.
/// Where flags say that a limit is linked to it, it is none.
bool isOwnSystemCall(Unit &U, const CallSite &Site);

/// What an operation of the project's own works on: what it is called on, or what it is given first. Null if
/// that has no name.
const clang::ValueDecl *ownResource(const CallSite &Site);

/// Whether \p Body only hands on what it is called for to the method that \p Site calls, and offers the same
/// interface: both override one method, or it does nothing else and is a virtual method of that name, or a
/// lambda that a constructor makes the object's interface of. Who calls it is asked.
bool handsOn(const BodyIndex &Body, const CallSite &Site);

} // namespace cotidy

#endif
