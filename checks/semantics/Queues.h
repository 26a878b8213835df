// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Queues and channels between coroutines, and what limits how much they hold.

#ifndef COTIDY_SEMANTICS_QUEUES_H
#define COTIDY_SEMANTICS_QUEUES_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether a queue of \p Class takes all that is put into it: by model, or because it is a class of the
/// user's that keeps its elements in a container, has an awaitable method that takes one and a plain one that
/// adds one, and nothing in it that speaks of a limit.
bool isUnboundedQueue(Unit &U, const clang::CXXRecordDecl *Class);

/// Whether \p Site adds an element to the queue it is called on, without waiting for room.
bool addsWithoutRoom(Unit &U, const CallSite &Site);

/// Whether \p Site takes an element out of a queue that has no capacity.
bool takesFromUnbounded(Unit &U, const CallSite &Site);

/// Whether \p Site adds an element to a container of the standard that can serve as a queue, or takes its
/// first one out.
bool addsToContainer(const CallSite &Site);
bool takesFromContainer(const CallSite &Site);

/// The argument of \p Made, a queue's constructor, that is its capacity: by model, or the only number that a
/// queue of the user's is made with; null if there is none.
const clang::Expr *capacityOf(Unit &U, const clang::CXXConstructExpr &Made);

/// Whether something in \p Part of \p Body waits for room: a permit, or a look at a size or limit.
bool waitsForQueueRoom(Unit &U, const BodyIndex &Body, const clang::Stmt &Part);

} // namespace cotidy

#endif
