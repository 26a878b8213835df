// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loops that try one operation again until it succeeds, and what is between the attempts.

#ifndef COTIDY_SEMANTICS_RETRIES_H
#define COTIDY_SEMANTICS_RETRIES_H

#include "semantics/Unit.h"

namespace cotidy {

struct Retry {
  const LoopInfo *Loop;
  const CallSite *Call;       ///< what is tried
  const clang::Stmt *OnError; ///< where it goes on after a failure
  bool Pauses;                ///< some time passes between two attempts, for all that is known
  bool PauseGrows;            ///< and not the same each time, or that is not known
  bool Limited;               ///< a count, a time or a test may end it in failure
};

/// The loops of \p C in which a failure of an awaited call leads to the next attempt and a success out of the
/// loop.
llvm::SmallVector<Retry, 1> retriesIn(Unit &U, const Coroutine &C);

} // namespace cotidy

#endif
