// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The fix that awaits a call where it stands.

#ifndef COTIDY_SEMANTICS_AWAITFIX_H
#define COTIDY_SEMANTICS_AWAITFIX_H

#include "semantics/Unit.h"

namespace cotidy {

/// None where \p E cannot be awaited: not in this function, or not without changing what is around it.
std::optional<OfferedFix> awaitHere(Unit &U, const BodyIndex &Body, const clang::Expr &E);

/// The argument of the class template that the type of \p E is made of: what awaiting it gives, by custom;
/// null if it is none.
clang::QualType customaryValue(const clang::Expr &E);

} // namespace cotidy

#endif
