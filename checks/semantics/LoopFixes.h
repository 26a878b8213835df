// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fixes that put a bounded join in the place of a loop, and of what belongs to it.

#ifndef COTIDY_SEMANTICS_LOOPFIXES_H
#define COTIDY_SEMANTICS_LOOPFIXES_H

#include "semantics/FanOut.h"
#include "semantics/FixTemplates.h"

namespace cotidy {

/// Adds what the templates ask of a range-for whose iterations are to run beside one another: {range},
/// {element} and the awaited {call}. False if they cannot be copied, or if the elements may not stay where
/// they are meanwhile.
bool copyLoop(FixRequest &Request, const LoopInfo &Loop, const clang::Expr &Call, Unit &U);

/// A limit of \p MaxInFlight for the tasks that \p C joins at \p Found: a join that is told how many, or a
/// bounded join in place of the loop that collects the tasks and the join.
std::optional<OfferedFix> boundFanOut(Unit &U, const Coroutine &C, const FanOut &Found, unsigned MaxInFlight);

} // namespace cotidy

#endif
