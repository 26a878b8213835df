// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a coroutine knows of shared state from before a suspension, and relies on after it without looking
// again.
//
// Followed over the paths: a local that was made from the state, an iterator or reference into a container,
// and a condition on the state. A new look at the state, a write of one's own, and a lock that is held over
// the suspension end what would be stale.

#ifndef COTIDY_SEMANTICS_STALEREADS_H
#define COTIDY_SEMANTICS_STALEREADS_H

#include "semantics/SharedAccess.h"

namespace cotidy {

struct StaleRead {
  enum Kind {
    LostUpdate, ///< the state gets a value made from what it was before
    LateAct,    ///< the state is changed because of what it was before
    Element,    ///< an element is used through an iterator or reference from before
  } Is;
  SharedState State;
  const clang::Stmt *Read;      ///< where the state was looked at
  const clang::Expr *Suspended; ///< where the coroutine was suspended after that
  const clang::Expr *Relies;    ///< what relies on it: the assignment, the call, the use of the element
  const clang::VarDecl *Holder; ///< the local that has what was read; null: a condition
  bool Beyond = false;          ///< Element: the local leads to what the element points to
};

/// Every one of \p C, in the order of the source.
std::vector<StaleRead> staleReads(Unit &U, const Coroutine &C);

} // namespace cotidy

#endif
