// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Timeouts by hand: work and a timer are started side by side, and whichever is done first ends a wait
// through what they share.

#ifndef COTIDY_SEMANTICS_OWNRACES_H
#define COTIDY_SEMANTICS_OWNRACES_H

#include "semantics/Unit.h"

namespace cotidy {

struct OwnRace {
  const clang::Expr *Wait; ///< the await that the first of them ends
  const clang::Expr *Work; ///< the call that starts the work
};

/// The first one in \p C that is seen to stop nothing: no token is given to the work, and nothing is
/// cancelled after the wait.
std::optional<OwnRace> ownRace(Unit &U, const Coroutine &C);

} // namespace cotidy

#endif
