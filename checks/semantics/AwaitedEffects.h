// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the name, the model and the object of an awaited call tell of its effects.

#ifndef COTIDY_SEMANTICS_AWAITEDEFFECTS_H
#define COTIDY_SEMANTICS_AWAITEDEFFECTS_H

#include "semantics/Unit.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace cotidy {

/// Whether its name says that it does more than look something up.
bool saysEffect(const CallSite &Site);

/// Whether its name says that it takes what comes next from where it looks.
bool saysTaking(const CallSite &Site);

/// Whether a model, or that it works on a terminal or a pipe or takes from a pool, says that it has its place
/// among what is done before and after.
bool hasItsPlace(const CallSite &Site);

/// The same call once more, which would give the same if it did not depend on what was done before.
bool repeats(const CallSite &First, const CallSite &Second);

/// Adds to \p To what objects of \p Class have pointers to, and may have in common with others.
void addPointees(Unit &U, const clang::CXXRecordDecl *Class,
                 llvm::SmallPtrSetImpl<const clang::CXXRecordDecl *> &To);

} // namespace cotidy

#endif
