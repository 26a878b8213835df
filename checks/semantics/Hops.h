// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// On which threads the parts of a coroutine run, as far as its hops between executors show.

#ifndef COTIDY_SEMANTICS_HOPS_H
#define COTIDY_SEMANTICS_HOPS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether a tag among the parameters says that the coroutine begins on the executor that follows.
bool hasExecutorTag(Unit &U, const Coroutine &C);
/// The executor among the arguments that the promise is made from, on which the coroutine begins then; null
/// if there is none.
const clang::Expr *executorOfPromise(Unit &U, const Coroutine &C);

class Hops {
public:
  Hops(Unit &U, const Coroutine &C);

  /// Whether \p At may run on threads that are there to be blocked: the coroutine was handed to them where it
  /// is written, or has hopped to them on some path. The same where there is no executor at all.
  bool mayRunElsewhere(const clang::Stmt *At);

  /// Whether the coroutine is there to run an event loop on the thread of a plain function that waits for it:
  /// `sync_wait(when_all(work(), [&]() -> task<> { loop.run(); co_return; }()))`.
  bool drivesLoop() const;

private:
  enum class Target { None, Away, Home };
  Target targetOf(const Suspension &At) const;
  Target ownTargetOf(const Suspension &At) const;
  bool leadsAway(const clang::Expr &Executor) const;
  const BodyIndex *outerBody() const;
  bool isOffloaded() const;
  bool isCalledForPool() const;
  bool isWithoutExecutor(const clang::Stmt *At) const;
  bool isAfterUnknown(const clang::Stmt *At) const;
  bool goesToPool(const BodyIndex &Caller, const clang::Expr &Task) const;
  void solve();

  Unit &U;
  const Coroutine &C;
  bool Offloaded;
  std::optional<bool> CalledForPool;
  llvm::DenseMap<const clang::Stmt *, Target> To; ///< by the co_await
  bool Solved = false;
  llvm::DenseMap<const clang::Stmt *, bool> Away; ///< what runs after which hops: true if it may be elsewhere
};

} // namespace cotidy

#endif
