// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Awaitables that a callback returns to a caller that expects nothing.

#ifndef COTIDY_SEMANTICS_SWALLOWEDRESULTS_H
#define COTIDY_SEMANTICS_SWALLOWEDRESULTS_H

#include "core/Finding.h"
#include "semantics/Unit.h"

namespace cotidy {

struct SwallowedResult {
  const clang::Expr *Callable;
  const AwaitableInfo *Type; ///< what it returns, which must be consumed
};

/// What \p Call takes for a callable that returns nothing, though it does: in std::function<void()> or
/// std::thread.
std::optional<SwallowedResult> swallowedResult(Unit &U, const clang::Expr &Call);

/// What a check says of it.
Finding findingOf(Unit &U, const SwallowedResult &Swallowed);

} // namespace cotidy

#endif
