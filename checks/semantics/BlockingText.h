// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a message says of a call that blocks.

#ifndef COTIDY_SEMANTICS_BLOCKINGTEXT_H
#define COTIDY_SEMANTICS_BLOCKINGTEXT_H

#include "semantics/Blocking.h"

namespace cotidy {

/// What blocks: `'sleep_for'`, "this loop", "the destructor of the result of 'async'".
std::string blockerOf(Unit &U, const BlockingSite &Site);

/// What that does to the thread, what it costs, and what to do instead: \p Twin is the awaitable form of what
/// blocks, if a model knows one.
std::string consequenceOf(BlockingCategory Category, llvm::StringRef Twin = {});

} // namespace cotidy

#endif
