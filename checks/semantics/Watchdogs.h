// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a function has done later by somebody else: when a time is over, or when it is told to stop.

#ifndef COTIDY_SEMANTICS_WATCHDOGS_H
#define COTIDY_SEMANTICS_WATCHDOGS_H

#include "semantics/Limits.h"

namespace cotidy {

/// The callbacks, lambdas and functions, that \p Body gives to a timer, to a function that waits for a time,
/// or to a request to stop. What is merely handed to another executor is not one.
llvm::SmallVector<const BodyIndex *, 2> timedCallbacks(Unit &U, Limits &L, const BodyIndex &Body);

/// Whether \p Body has started, before \p At, something that closes a socket or stream after a time. Which
/// one, nobody can tell where a function was given its own by reference.
bool hasTimedClose(Unit &U, Limits &L, const BodyIndex &Body, const clang::Expr *At);

} // namespace cotidy

#endif
