// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loops of a coroutine that do nothing but pause until some other part of the program has changed something,
// for good or until there is something to do.

#ifndef COTIDY_SEMANTICS_POLLING_H
#define COTIDY_SEMANTICS_POLLING_H

#include "semantics/Unit.h"

namespace cotidy {

struct PollingLoop {
  const LoopInfo *Loop;
  const clang::ValueDecl *State; ///< what it waits for: a variable or member of this program
  const Suspension *Pause;
  bool Works = false; ///< takes from the state, a container, what there is, and pauses when there is nothing
};

/// The ones in \p Body. A loop that does anything else, or looks at something outside the program, is none.
std::vector<PollingLoop> pollingLoops(Unit &U, const BodyIndex &Body);

} // namespace cotidy

#endif
