// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What becomes of the awaitable a call makes, and how long what the call refers to must live for it.

#ifndef COTIDY_SEMANTICS_FATE_H
#define COTIDY_SEMANTICS_FATE_H

#include "semantics/Unit.h"

namespace cotidy {

enum class Fate {
  AwaitedHere, ///< within the full expression: the temporaries of the call outlive its work
  WaitedFor,   ///< handed to a call that blocks until the work is done
  Started,     ///< handed to a call that sets it going and does not wait
  Returned,    ///< leaves the function
  Kept,        ///< in a variable, a member or a container, or handed to another call
  Dropped,
};

Fate fateOf(Unit &U, const BodyIndex &Body, const clang::Expr &Call);

/// The local variable that \p S declares, if it holds work that has begun, and that goes on when the variable
/// is dropped; null otherwise.
const clang::VarDecl *runningHandle(Unit &U, const clang::Stmt *S);

/// Whether the task that \p Call makes is dropped and goes on all the same: its work has begun, and its
/// destructor is seen not to end that.
bool goesOnAlone(Unit &U, const BodyIndex &Body, const clang::Expr &Call);

/// Whether the work that \p Call makes in a constructor ends with the object: what keeps it is a member whose
/// end cancels it, or a member that is a set of tasks.
bool endsWithObject(Unit &U, const BodyIndex &Body, const clang::Expr &Call);

/// `loop.run_until_complete()`, `executor.drain()`: what it is called on is run until nothing is left to do.
bool runsToEnd(const CallSite &Site);

/// Where the coroutine \p C first reads what satisfies \p Reads after its caller could have gone on: anywhere
/// if it starts lazily, else, or if its caller has \p Begun it, after its first suspension; null if it never
/// does.
const clang::Stmt *firstLateRead(Unit &U, const Coroutine &C,
                                 llvm::function_ref<bool(const clang::Stmt &)> Reads, bool Begun = false);

} // namespace cotidy

#endif
