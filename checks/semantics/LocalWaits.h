// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether the scope of a local waits for a task that was started on it.

#ifndef COTIDY_SEMANTICS_LOCALWAITS_H
#define COTIDY_SEMANTICS_LOCALWAITS_H

#include "semantics/BodyIndex.h"

namespace cotidy {

/// Whether something later in the scope of \p Local may wait for the task that \p Start sets going: it uses
/// the local again, or what has to do with the start, as its executor, scope, handle or a signal is.
bool mayBeWaitedFor(const clang::CallExpr &Start, const clang::VarDecl &Local, const BodyIndex &Body);

} // namespace cotidy

#endif
