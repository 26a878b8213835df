// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Coroutines that are done when their call returns: they start at once, and nothing in them suspends.

#ifndef COTIDY_SEMANTICS_ENDEDCALLS_H
#define COTIDY_SEMANTICS_ENDEDCALLS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p F is seen to be such a coroutine.
bool endsAtOnce(Unit &U, const clang::FunctionDecl &F);

/// Whether a caller of \p F, such a coroutine, loses nothing with its result: no value that it computes, and
/// no error.
bool leavesNothing(Unit &U, const clang::FunctionDecl &F);

} // namespace cotidy

#endif
