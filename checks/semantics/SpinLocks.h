// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Atomic flags that are used as locks: set by a loop that goes round until it was the one to set it.

#ifndef COTIDY_SEMANTICS_SPINLOCKS_H
#define COTIDY_SEMANTICS_SPINLOCKS_H

#include "semantics/BodyIndex.h"

namespace cotidy {

/// Whether \p Call takes the flag that it is called on: `while (flag.test_and_set()) {}`, with no suspension
/// in the loop.
bool takesBySpinning(const BodyIndex &Body, const clang::CallExpr &Call);

/// Whether the loop \p Spin of \p Body, which only another thread ends, waits for such a lock to be free: it
/// is the `lock` of a class that also has an `unlock`, or comes between two attempts to set the flag.
bool waitsForLock(const BodyIndex &Body, const clang::Stmt &Spin);

/// Whether \p Call gives such a flag back: `flag.clear()`, `flag.store(false)`.
bool clearsFlag(const clang::CallExpr &Call);

} // namespace cotidy

#endif
