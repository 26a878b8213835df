// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which calls set a task going and do not wait for it.

#ifndef COTIDY_SEMANTICS_TASKSTARTS_H
#define COTIDY_SEMANTICS_TASKSTARTS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p Site, a call in \p Body, starts a task that runs beside its caller: by model, or because a task
/// is handed to a function that keeps it and gives nothing back to wait for.
bool startsTask(Unit &U, const BodyIndex &Body, const CallSite &Site);

/// Whether \p Class, which may be null, is an executor, a pool, a loop or a scope: something that runs tasks.
bool runsTasks(Unit &U, const clang::CXXRecordDecl *Class);

/// A task that is started and that nobody waits for.
struct Detaching {
  Errors Tells;               ///< who learns of its errors; unknown if no model says so
  const FunctionModel *Model; ///< null: by structure
  const clang::Expr *Task;    ///< the task, or what makes it
};

/// What \p Site detaches, by model or because its name says so.
std::optional<Detaching> detaching(Unit &U, const CallSite &Site);

/// The coroutine whose task \p E is, or that makes it when \p E is called; null if that is not seen.
const clang::FunctionDecl *coroutineOf(Unit &U, const clang::Expr *E);

/// The callable that \p E is, if it returns a task: a lambda or a function's name; null otherwise.
const clang::FunctionDecl *taskMaker(Unit &U, const clang::Expr *E);

/// The function of a lambda: of a generic one, what the calls made of it.
llvm::SmallVector<const clang::FunctionDecl *, 1> callOperators(const clang::LambdaExpr &Lambda);
/// The first of them; null if a generic one is never called.
const clang::FunctionDecl *callOperator(const clang::LambdaExpr &Lambda);

/// The lambda that \p E is, that an object like std::function is made from, or that the variable it names
/// holds; null if there is none.
const clang::LambdaExpr *lambdaBehind(const clang::Expr *E);

} // namespace cotidy

#endif
