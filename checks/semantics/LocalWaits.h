// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether the scope of a local waits for a task that was started on it.

#ifndef COTIDY_SEMANTICS_LOCALWAITS_H
#define COTIDY_SEMANTICS_LOCALWAITS_H

#include "semantics/Unit.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace cotidy {

using Names = llvm::SmallPtrSet<const clang::ValueDecl *, 4>;

/// The variables and members that \p Part names and declares, and the locals that they are made from, to the
/// last.
Names namesBehind(const clang::Stmt *Part, const BodyIndex &Body);

/// Whether something later in the scope of \p Local may wait for the task that \p Start sets going: it uses
/// the local again, or what has to do with the start, as its executor, scope, handle or a signal is. A timer
/// on the executor waits for nothing but time, and what is returned after such a wait shows nothing. Of what
/// is in a handle that may be dropped, every path has to wait.
bool mayBeWaitedFor(Unit &U, const clang::CallExpr &Start, const clang::VarDecl &Local,
                    const BodyIndex &Body);

} // namespace cotidy

#endif
