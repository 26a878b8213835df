// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lazy tasks that whoever they are handed to sets going before it returns.

#ifndef COTIDY_SEMANTICS_INLINESTARTS_H
#define COTIDY_SEMANTICS_INLINESTARTS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether the call that is handed the task which \p Made makes is seen to resume it on the spot, itself or
/// by what it hands it on to: when that call returns, the task is done or at its first suspension.
bool isResumedAtOnce(Unit &U, const BodyIndex &Body, const clang::Expr &Made);

} // namespace cotidy

#endif
