// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether a task goes on when the function that made it has let go of a local variable.

#ifndef COTIDY_SEMANTICS_TASKSTORES_H
#define COTIDY_SEMANTICS_TASKSTORES_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether the task that \p Made makes is put where it outlives \p Var, a local: in a member, a container or
/// an object that was there before, by an assignment or by functions that are seen to do that; and nothing
/// between there and the end of the block of \p Var may wait for it: no await but for a time, no call that
/// blocks or that is named so, and none that has the store.
bool isStoredLonger(Unit &U, const BodyIndex &Body, const clang::Expr &Made, const clang::VarDecl &Var);

/// Whether the task that \p Made makes is handed to a call that starts it, and nothing after that may wait
/// for it before \p Var, a local, goes.
bool isStartedLonger(Unit &U, const BodyIndex &Body, const clang::Expr &Made, const clang::VarDecl &Var);

} // namespace cotidy

#endif
