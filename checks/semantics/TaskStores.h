// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where a task is put by the function that makes it, and by those that it is handed to.

#ifndef COTIDY_SEMANTICS_TASKSTORES_H
#define COTIDY_SEMANTICS_TASKSTORES_H

#include "semantics/Place.h"
#include "semantics/Unit.h"

namespace cotidy {

/// The object of \p Body's function in which the task that \p Made makes ends up: assigned to a member, added
/// to a container, or handed to a function that is seen to do that. Empty: none that is known.
Place storeOf(Unit &U, const BodyIndex &Body, const clang::Expr &Made);

/// Whether \p Store is not gone when \p F returns.
bool outlives(const Place &Store, const clang::FunctionDecl &F);

/// Whether something between \p Made and the end of \p Block may wait for the task, which is in \p Store: an
/// await, a call that blocks or that is named so, and one that has the store.
bool mayWaitLater(Unit &U, const BodyIndex &Body, const clang::Stmt &Block, const clang::Expr &Made,
                  const Place &Store);

} // namespace cotidy

#endif
