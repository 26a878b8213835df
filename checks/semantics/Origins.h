// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an object was made from, as far as the unit shows.

#ifndef COTIDY_SEMANTICS_ORIGINS_H
#define COTIDY_SEMANTICS_ORIGINS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p Object, a variable, member or parameter, was made from an expression for which \p Is holds: in
/// its initialiser, in an assignment by a method of its class, in what a caller hands over, or in the same of
/// the object that one names.
bool isMadeFrom(Unit &U, const clang::ValueDecl &Object, llvm::function_ref<bool(const clang::Expr &)> Is);

} // namespace cotidy

#endif
