// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Objects that are there for as long as the work they have set going.

#ifndef COTIDY_SEMANTICS_STANDINGOBJECTS_H
#define COTIDY_SEMANTICS_STANDINGOBJECTS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether objects of \p Class stay where they are and have a method that ends their work and is to be
/// awaited before they go: `auto retire() { cancelled.raise(); return done.wait(); }`.
bool isEndedByAwait(Unit &U, const clang::CXXRecordDecl &Class);

/// Whether every object of \p Class that the unit makes, one at least, is a static one of some function.
bool isOnlyStatic(Unit &U, const clang::CXXRecordDecl &Class);

} // namespace cotidy

#endif
