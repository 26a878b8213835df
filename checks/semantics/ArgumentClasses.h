// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a function does with an argument of which the caller knows more than the parameter says: a helper over
// std::streambuf blocks on the buffer of a file, and not on one in memory.

#ifndef COTIDY_SEMANTICS_ARGUMENTCLASSES_H
#define COTIDY_SEMANTICS_ARGUMENTCLASSES_H

#include "semantics/Blocking.h"

namespace cotidy {

/// How the call \p Site blocks because an argument is of a class that is derived from the parameter's: by a
/// call of a method on that parameter, or by handing it on. None if it does not, or if the bodies do not show
/// it.
std::optional<BlockingSite> blocksByArgument(Unit &U, const CallSite &Site);

} // namespace cotidy

#endif
