// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// State of an object that one coroutine reads from, step by step: what comes next, and how much is still to
// come. Two that read at once would already have mixed up what they read.

#ifndef COTIDY_SEMANTICS_READERSTATES_H
#define COTIDY_SEMANTICS_READERSTATES_H

#include "semantics/StaleReads.h"

namespace cotidy {

/// Whether the late write of \p Stale is a step of a machine whose steps one loop makes: it asks for one
/// state after another, and goes from each to another.
bool isStep(const BodyIndex &Body, const StaleRead &Stale);

/// Whether it is of what is still to come: what has been awaited is counted off the state, or off what
/// decides on the write.
bool isCountedOff(const BodyIndex &Body, const StaleRead &Stale);

} // namespace cotidy

#endif
