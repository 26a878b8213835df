// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the calls that a loop awaits share from one iteration to the next.

#ifndef COTIDY_SEMANTICS_LOOPSHARING_H
#define COTIDY_SEMANTICS_LOOPSHARING_H

#include "semantics/LoopCase.h"

namespace cotidy {

/// Whether \p Site, awaited at \p At, works on an object of every iteration whose operations must follow each
/// other.
bool isBlockedBySharing(LoopCase &Case, const CallSite &Site, const Suspension &At);

/// Whether a call is given the element, or what this iteration awaited for it.
bool isForElement(const LoopCase &Case, const CallSite &Site);

} // namespace cotidy

#endif
