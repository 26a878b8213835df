// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Edits that give a lock back before an await, where nothing that the lock may protect is touched unlocked.

#ifndef COTIDY_SEMANTICS_LOCKFIXES_H
#define COTIDY_SEMANTICS_LOCKFIXES_H

#include "semantics/HeldResources.h"

#include <optional>

namespace cotidy {

/// Releases the guard \p R for the await \p At, or ends its scope earlier. \p First and \p Last: no other
/// await is under it before or after this one. None unless the result compiles and what the lock may protect,
/// which is everything but the coroutine's own variables, stays protected.
std::optional<OfferedFix> releaseBefore(const clang::ASTContext &AST, const BodyIndex &Body,
                                        const Suspension &At, const HeldResource &R, bool First, bool Last);

} // namespace cotidy

#endif
