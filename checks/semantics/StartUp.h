// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The time before a program serves anybody: its first coroutine prepares what the others will need.

#ifndef COTIDY_SEMANTICS_STARTUP_H
#define COTIDY_SEMANTICS_STARTUP_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether nothing else is on the thread of \p C yet when it comes to \p At: it is the one coroutine that
/// `main` starts, it has started none itself so far, and the loop in which it serves comes later.
bool isBeforeService(Unit &U, const Coroutine &C, const clang::Stmt *At);

} // namespace cotidy

#endif
