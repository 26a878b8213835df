// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Coroutines that are no pieces of work which could as well be done a few at a time: of those that serve for
// as long as the program does, the others would never come to run.

#ifndef COTIDY_SEMANTICS_SERVICES_H
#define COTIDY_SEMANTICS_SERVICES_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p C takes peers in, one after another, goes round until it is told to stop, or waits until others
/// like it have come as far.
bool mustRunBesideOthers(Unit &U, const Coroutine &C);

} // namespace cotidy

#endif
