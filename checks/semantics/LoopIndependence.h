// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// May the iterations of a loop that awaits run at the same time? Only what is shown counts: an iteration must
// await a call for its own element, and nothing may make a later one wait for what an earlier one gave or
// did.

#ifndef COTIDY_SEMANTICS_LOOPINDEPENDENCE_H
#define COTIDY_SEMANTICS_LOOPINDEPENDENCE_H

#include "semantics/LoopCase.h"

namespace cotidy {

/// Judges the loop number \p Loop of the coroutine. With \p Lenient, effects whose order may but need not
/// matter are taken to be independent.
LoopVerdict judgeLoop(Unit &U, const Coroutine &C, unsigned Loop, bool Lenient);

} // namespace cotidy

#endif
