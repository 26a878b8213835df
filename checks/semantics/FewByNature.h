// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Ranges that stay small whatever the load is: an element for each machine of a cluster, for what a
// configuration names, or for each of those who have signed up for something.

#ifndef COTIDY_SEMANTICS_FEWBYNATURE_H
#define COTIDY_SEMANTICS_FEWBYNATURE_H

#include "clang/AST/ExprCXX.h"

namespace cotidy {

/// Whether the type or the owner of \p Range, not its name alone, says that its elements are few.
bool isFewByNature(const clang::Expr &Range);

/// Whether \p Element is a machine of a cluster or identifies one.
bool isMachine(clang::QualType Element);

} // namespace cotidy

#endif
