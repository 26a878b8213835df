// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What keeps the number of tasks in flight small: the size of the range, or something that waits for room.

#ifndef COTIDY_SEMANTICS_FANLIMITS_H
#define COTIDY_SEMANTICS_FANLIMITS_H

#include "semantics/LoopFlow.h"

namespace cotidy {

class FanLimits {
public:
  /// \p MaxSize is how many tasks at once need no limit.
  FanLimits(Unit &U, const BodyIndex &Body, unsigned MaxSize) : U(U), Body(Body), MaxSize(MaxSize) {}

  /// The innermost loop around \p Call that runs a number of times nobody knows here.
  const LoopInfo *unboundedLoop(const clang::Expr *Call) const;
  /// The container that the condition of \p Loop asks: `i < names.size()`, `it != names.end()`; null if there
  /// is none.
  const clang::Expr *walkedBy(const LoopInfo &Loop) const;
  /// A range whose size is known to be small, or limited by whoever made it.
  bool isSmall(const clang::Expr *Range) const;
  /// Iterators that are known to be close to each other.
  bool areNear(const clang::Expr *First, const clang::Expr *Last) const;
  /// Something in the loop that ends it, or makes the next task wait for room or for earlier ones.
  bool hasLimit(const LoopInfo &Loop, const LoopFlow &Flow) const;
  /// Whether a loop over numbers, or the call it makes for each, names a degree of concurrency that somebody
  /// chose; or the function, which is no coroutine, measures how long it takes: a load that somebody chose.
  bool numbersWorkers(const LoopInfo &Loop, const clang::Expr *Call) const;
  /// Whether the coroutine \p Site calls waits for a permit before all else, is a service, or a lambda that
  /// is called where it is written and never waits; or \p Site ends its object, or that was made with a
  /// number.
  bool limitsItself(const CallSite &Site) const;
  /// Whether a method of this name ends its object: no more can end at once than there are.
  static bool endsElement(llvm::StringRef Method);
  /// Whether \p Body has a call that waits for room, this thread or this coroutine.
  static bool waitsForRoom(Unit &U, const BodyIndex &Body, const clang::Stmt *Within);

private:
  bool isLimited(const clang::Expr *E) const;
  bool isCheckedBefore(const clang::Expr *Range) const;
  bool countsWorkers(const clang::Expr *Range) const;
  bool isSmall(const clang::Expr *Range, unsigned Depth) const;
  bool isSmall(const LoopInfo &Loop, unsigned Depth = 3) const;
  bool isCutShort(const LoopInfo &Loop) const;
  /// Whether \p Range is a local container into which nothing but small loops, and those that ask for room,
  /// have put what is in it.
  bool isAdmitted(const clang::Expr *Range, unsigned Depth) const;
  /// The same of one addition by the loops around it, up to the one \p Outside the container.
  bool isAddedToFew(const clang::Expr *Use, int Outside, unsigned Depth) const;

  Unit &U;
  const BodyIndex &Body;
  const unsigned MaxSize;
};

} // namespace cotidy

#endif
