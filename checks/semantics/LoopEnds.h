// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Does what makes a loop go on, or end, wait for what it awaits?

#ifndef COTIDY_SEMANTICS_LOOPENDS_H
#define COTIDY_SEMANTICS_LOOPENDS_H

#include "semantics/LoopCase.h"

namespace cotidy {

/// Whether there is a next iteration depends on more than the loop's own counter, iterator or range.
bool hasBlockingProgress(LoopCase &Case);

/// Whether what was awaited may end the loop. Asked after the awaited calls: their shared objects count.
bool hasBlockingExit(LoopCase &Case);

} // namespace cotidy

#endif
