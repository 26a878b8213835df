// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sockets, streams and connections of the project's own, which no model names: told by what they are called,
// what they can do and what they hold.

#ifndef COTIDY_SEMANTICS_OWNCONNECTIONS_H
#define COTIDY_SEMANTICS_OWNCONNECTIONS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether the call connects such a connection, or reads from or writes to its peer. One that knows of time
/// limits, and a coroutine whose body is here to be asked instead, are none.
bool isOwnConnectionCall(Unit &U, const CallSite &Site);

/// Whether \p F only hands on what it is called for, to another object with the same interface: both override
/// one method. Who calls \p F is asked.
bool handsOn(const clang::FunctionDecl &F, const clang::FunctionDecl &Callee);

} // namespace cotidy

#endif
