// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a body does in a process that has nothing else to do: the child of a fork, or one about to end.

#ifndef COTIDY_SEMANTICS_CHILDPROCESSES_H
#define COTIDY_SEMANTICS_CHILDPROCESSES_H

#include "semantics/Unit.h"

namespace cotidy {

/// The branch around \p S with which the process ends, `if (pid == 0) { ... _exit(0); }`; null if there is
/// none. No other coroutine waits for what is done there.
const clang::CompoundStmt *lastBranch(const BodyIndex &Body, const clang::Stmt *S);

/// Whether the call \p Site waits for a child of this body that was awaited before: its id or a descriptor
/// that it was left with is an argument, and something made from another one of these was awaited.
bool isOfAwaitedChild(Unit &U, const BodyIndex &Body, const CallSite &Site);

/// Whether an object that is made from the descriptor \p Descriptor was awaited before \p Site.
bool isAwaitedThrough(Unit &U, const BodyIndex &Body, const CallSite &Site, const clang::Expr &Descriptor);

} // namespace cotidy

#endif
