// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What becomes of an exception: which handlers end it, and which awaits let one out of their coroutine.

#ifndef COTIDY_SEMANTICS_FAILURES_H
#define COTIDY_SEMANTICS_FAILURES_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether a handler takes every exception, or every one of the standard's.
bool catchesAll(const clang::CXXCatchStmt &Handler);

/// The handler of the nearest block around \p S in which every exception of \p S ends, or one of \p Thrown if
/// that is known; null if one gets out.
const clang::CXXCatchStmt *endsFailuresOf(const BodyIndex &Body, const clang::Stmt *S,
                                          const clang::CXXRecordDecl *Thrown = nullptr);

/// Whether an error of the awaited operation is thrown from \p At: not one that is given back as a value, and
/// not only that a pause was cut short.
bool mayThrow(Unit &U, const BodyIndex &Body, const Suspension &At);

/// A value that no call computes, and that can tell nothing of what was thrown: a literal, an enumerator, an
/// empty optional; null is one too.
bool isPlainValue(const clang::Expr *E);

/// What is known of the exceptions that leave a coroutine.
struct Escapes {
  bool May = true;                 ///< false: none does
  const clang::Stmt *At = nullptr; ///< where one does; null if the body is not to be seen
};

Escapes escapesOf(Unit &U, const clang::FunctionDecl &F, unsigned Depth = 3);

/// Whether what leaves the body of \p Task ends the process there, whoever waits for the task: its promise
/// keeps no exception, as in a project that does without them.
bool endsProcess(Unit &U, const clang::FunctionDecl &Task);

} // namespace cotidy

#endif
