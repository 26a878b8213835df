// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loops that keep their thread busy until another thread has done something.

#ifndef COTIDY_SEMANTICS_SPINLOOPS_H
#define COTIDY_SEMANTICS_SPINLOOPS_H

#include "semantics/BodyIndex.h"

namespace cotidy {

/// The loops of \p Body in which nothing is changed, so that only another thread, or the clock, can end them:
/// `while (!done.load()) {}`, also with a pause of the processor or a yield of the thread in it.
llvm::SmallVector<const clang::Stmt *, 1> spinLoops(const BodyIndex &Body);

} // namespace cotidy

#endif
