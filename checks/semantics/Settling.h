// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Promises, and handles of waiting coroutines, that a function has to settle, and the paths on which it does
// so never or twice.

#ifndef COTIDY_SEMANTICS_SETTLING_H
#define COTIDY_SEMANTICS_SETTLING_H

#include "semantics/Unit.h"

namespace cotidy {

struct Unsettled {
  const clang::ValueDecl *What; ///< a variable, or the member of an object
  bool Twice;                   ///< settled again, or never on some path
  bool IsHandle;                ///< of a coroutine, else a promise
  const clang::Stmt *At;   ///< Twice: the second time; else the statement or block with which the path ends
  const clang::Expr *Else; ///< where it is settled: before, or on another path
};

/// \p Body is a function's, a coroutine's or a lambda's; one finding for each variable.
llvm::SmallVector<Unsettled, 1> unsettledIn(Unit &U, const BodyIndex &Body);

} // namespace cotidy

#endif
