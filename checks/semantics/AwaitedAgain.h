// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Awaitables of one use that some path awaits once more.

#ifndef COTIDY_SEMANTICS_AWAITEDAGAIN_H
#define COTIDY_SEMANTICS_AWAITEDAGAIN_H

#include "semantics/Unit.h"

namespace cotidy {

struct AwaitedAgain {
  const clang::VarDecl *Var;
  const Suspension *At;
  const clang::Expr *Before; ///< where it was used up
};

/// The awaits in \p Body of a variable that was moved from, or whose type allows one await, before. One for
/// each variable.
llvm::SmallVector<AwaitedAgain, 1> awaitedAgain(Unit &U, const BodyIndex &Body);

} // namespace cotidy

#endif
