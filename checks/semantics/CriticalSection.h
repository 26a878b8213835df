// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an asynchronous lock is there for, as far as the code under it shows. Such a lock is made to be held
// across awaits, so only an await that has nothing to do with what the lock protects is too much.

#ifndef COTIDY_SEMANTICS_CRITICALSECTION_H
#define COTIDY_SEMANTICS_CRITICALSECTION_H

#include "semantics/HeldResources.h"

namespace cotidy {

/// Whether the code under \p R changes shared data while the await \p At, a statement by itself, works on
/// other objects. False for streams and the like, whose operations a lock keeps in order, and in doubt.
bool isUnrelated(Unit &U, const BodyIndex &Body, const Suspension &At, const HeldResource &R);

} // namespace cotidy

#endif
