// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where errno is read for a call that was made before a suspension.

#ifndef COTIDY_SEMANTICS_ERRNOREADS_H
#define COTIDY_SEMANTICS_ERRNOREADS_H

#include "semantics/Crossings.h"

namespace cotidy {

/// The first such read in \p C; none if the code does not show which call it is for.
std::optional<Crossing> lateErrnoRead(Unit &U, const Coroutine &C);

} // namespace cotidy

#endif
