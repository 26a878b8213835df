// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What belongs to a thread: variables of it, its id, its errno, and guards that set a state of it for a
// scope.

#ifndef COTIDY_SEMANTICS_THREADSTATE_H
#define COTIDY_SEMANTICS_THREADSTATE_H

#include "semantics/Unit.h"

namespace cotidy {

struct KeptThreadState {
  enum Kind {
    Cached,   ///< a local refers to a variable of the thread, or has its id
    Restored, ///< a variable of the thread is changed before, and set back after
    Written,  ///< a variable of the thread is read for what was written before
    Errno,    ///< the error of a call is asked for too late
    Guard,    ///< a guard's scope is open
  } Is;
  const clang::ValueDecl *What; ///< null: errno
  clang::SourceLocation Where;  ///< what to report
  const clang::Stmt *Began;     ///< null: \c Where says it
  const clang::Expr *Suspended;
  const clang::Stmt *Relies; ///< null: the end of the scope
};

/// Everything of a thread that \p C keeps across a suspension.
llvm::SmallVector<KeptThreadState, 1> keptThreadState(Unit &U, const Coroutine &C);

} // namespace cotidy

#endif
