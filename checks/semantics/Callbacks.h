// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls that are given something to call when they are done.

#ifndef COTIDY_SEMANTICS_CALLBACKS_H
#define COTIDY_SEMANTICS_CALLBACKS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p T can be called: a function, a lambda, an object with operator().
bool isCallable(clang::QualType T);

/// Whether \p Site gives back a task and is one more step after the task it is called on: `task.then(f)`.
bool isContinuation(Unit &U, const CallSite &Site);

/// Whether \p Site ends later and not before it returns: an operation by model, one that is named
/// asynchronous, posting, or a continuation.
bool endsLater(Unit &U, const CallSite &Site);

/// Whether the callee of \p Site keeps the callback that \p Use in \p Body names, to call it later: its body
/// stores it, or is not here and takes it as an object of its own.
bool keepsCallback(Unit &U, const BodyIndex &Body, const CallSite &Site, const clang::DeclRefExpr &Use);

/// The call of what \p Use in \p Body names; null if it is put to another use.
const clang::Expr *callThrough(const clang::DeclRefExpr &Use, const BodyIndex &Body);

/// Whether \p Call makes and starts a coroutine, or is given one to start, that has the callback which \p Use
/// names, as an argument or a capture, and calls it after a suspension.
bool startsCaller(Unit &U, const BodyIndex &Body, const clang::CallExpr &Call, const clang::DeclRefExpr &Use);

/// How many operations and continuations follow each other from \p Site on, each started by what the one
/// before calls when it is done; 0 if it ends at once.
unsigned stepsFrom(Unit &U, const BodyIndex &Body, const CallSite &Site);

/// The awaitable form of the operation that \p Site gives a callback to, as a message calls it; empty if it
/// has none.
std::string awaitableForm(Unit &U, const CallSite &Site);

} // namespace cotidy

#endif
