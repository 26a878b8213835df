// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Errors as values: where an operation puts its error, and whether anybody looks at it.

#ifndef COTIDY_SEMANTICS_ERRORS_H
#define COTIDY_SEMANTICS_ERRORS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p T is an error, or a pair, tuple or the like with one in it.
bool holdsError(Unit &U, clang::QualType T);

/// The local variable to which the call's completion token sends the error; null if there is none.
const clang::VarDecl *redirectedTo(Unit &U, const CallSite &Site);

/// The error in what \p At is bound or assigned to, if nothing reads it: a structured binding, or a variable
/// that is an error, or of which only the rest is read; null if there is none.
const clang::ValueDecl *unreadPart(Unit &U, const BodyIndex &Body, const Suspension &At);

/// Whether something looks at what is in \p Code, besides what writes into it.
bool isRead(const BodyIndex &Body, const clang::VarDecl &Code);

/// Whether a branch or a loop depends on the variable that \p At gives its result to.
bool isResultTested(const BodyIndex &Body, const Suspension &At);

/// Whether a branch or a loop depends on \p Use.
bool isTested(const BodyIndex &Body, const clang::DeclRefExpr &Use);

/// Whether a name says that what it is for does not matter, `_`, `ignored`, `unused`, or an attribute does.
bool isIgnoredByName(const clang::ValueDecl &D);

/// Whether an operation is one whose failure changes nothing: a pause, and what ends a connection.
bool endsSomething(const CallSite &Site);

/// Whether the statement after \p At ends the connection, so that nothing is left to lose: a farewell.
bool isEndedNext(Unit &U, const BodyIndex &Body, const Suspension &At);

/// Whether \p At sends the last word of a connection that the body has said not to keep,
/// `reply.keep_alive(false)`: nothing comes after it but the end of the coroutine.
bool isLastWord(Unit &U, const BodyIndex &Body, const Suspension &At);

bool isCastToVoid(const BodyIndex &Body, const clang::Expr &E);

/// The call in \p Body that lets somebody who waits go on: it settles a promise or resumes a coroutine; null
/// if there is none.
const clang::Expr *settlesIn(Unit &U, const BodyIndex &Body);

} // namespace cotidy

#endif
