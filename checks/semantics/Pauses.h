// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Pauses of a project's own, which no model knows.

#ifndef COTIDY_SEMANTICS_PAUSES_H
#define COTIDY_SEMANTICS_PAUSES_H

#include "semantics/Calls.h"

namespace cotidy {

/// Whether \p Site only lets time pass, or others run: its name says so, or a duration is all it is given and
/// nobody gives it a reason to end sooner.
bool isOwnPause(const CallSite &Site);

} // namespace cotidy

#endif
