// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Awaiters of the project's own that have a coroutine go on elsewhere:
// `void await_suspend(std::coroutine_handle<> h) { pool.enqueue([h] { h.resume(); }); }`.

#ifndef COTIDY_SEMANTICS_OWNHOPS_H
#define COTIDY_SEMANTICS_OWNHOPS_H

#include "semantics/Unit.h"

namespace cotidy {

struct OwnHop {
  /// The handle goes to a thread that is started for it, to the queue of a class with threads of its own, or
  /// to what a model knows to run it where it may block.
  bool IsOffload = false;
  /// What may be the executor: in the await as it is written, and in the awaiter.
  llvm::SmallVector<const clang::Expr *, 4> Executors;
};

/// The hop that \p At, an await in \p Body, is; empty if it waits for something, or if what becomes of the
/// handle is not seen.
std::optional<OwnHop> ownHop(Unit &U, const BodyIndex &Body, const Suspension &At);

/// Whether a class has threads of its own, which run what it is given.
bool ownsThreads(const clang::CXXRecordDecl &Class);

} // namespace cotidy

#endif
