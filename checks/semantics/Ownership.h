// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a new owner owns: by its initialiser, which takes a lock, tries to, takes over from another owner, or
// does nothing yet.

#ifndef COTIDY_SEMANTICS_OWNERSHIP_H
#define COTIDY_SEMANTICS_OWNERSHIP_H

#include "semantics/Holdings.h"

namespace cotidy {

struct Ownership {
  Change How = Change::None;
  const clang::Expr *From = nullptr;                      ///< what it took over from
  llvm::SmallVector<const clang::Expr *, 2> Mutexes = {}; ///< what it locks, as written
};

/// What an object that owns \p H owns after it was made from \p Init.
Ownership ownershipOf(const clang::Expr *Init, const Holding &H, Holdings &Types);

/// What an argument of a guard's constructor says about taking the lock: an empty class whose name tells, or
/// a limit on how long to wait.
std::optional<Change> tagged(clang::QualType T);

/// What the call that \p Init is gives where the type of its result does not say: a connection of a pool, the
/// guard of a lock.
std::optional<Holding> givenBy(const clang::Expr *Init, Holdings &Types);

} // namespace cotidy

#endif
