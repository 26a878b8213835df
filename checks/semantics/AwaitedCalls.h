// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which calls an await awaits.

#ifndef COTIDY_SEMANTICS_AWAITEDCALLS_H
#define COTIDY_SEMANTICS_AWAITEDCALLS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p T is a task, a handle or an operation.
bool isTask(Unit &U, clang::QualType T);

/// Whether an object of \p Class, a definition, has operations that are awaited.
bool hasAwaitedMethods(Unit &U, const clang::CXXRecordDecl &Class);

/// Whether \p Container is one of tasks, handles or operations.
bool holdsTasks(Unit &U, clang::QualType Container);

/// The calls an await's operand makes whose results are awaited: the outermost one, and those it wraps.
/// Empty if the operand is no call made here. \p Handle is set to a task that existed before.
llvm::SmallVector<const CallSite *, 2> awaitedCalls(Unit &U, const BodyIndex &Body, const Suspension &At,
                                                    const clang::Expr *&Handle);

/// Whether \p F, or what \p Site calls, is a coroutine that is seen to do all its work at once: nothing of it
/// could overlap.
bool neverSuspends(Unit &U, const clang::FunctionDecl &F);
bool neverSuspends(Unit &U, const CallSite &Site);

/// Whether the coroutine that \p Site calls is seen to wait for nothing: it computes, and lets others run now
/// and then.
bool onlyComputes(Unit &U, const CallSite &Site);

/// Whether the coroutine that \p Site calls is seen to wait only for what was started before.
bool onlyJoins(Unit &U, const CallSite &Site);

} // namespace cotidy

#endif
