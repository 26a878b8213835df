// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which objects an expression uses, and which of them it may change.

#ifndef COTIDY_SEMANTICS_TOUCHES_H
#define COTIDY_SEMANTICS_TOUCHES_H

#include "semantics/Place.h"
#include "semantics/Unit.h"

namespace cotidy {

/// One use of an object that was there before.
struct Touch {
  Place Of;
  const clang::Expr *At;
  const clang::ValueDecl *Named; ///< what a message calls it; null: *this
  bool OnlyReads;
};

/// The uses in \p E, an expression of \p Body, those by the lambdas in it included. An object that a model
/// says serves many at once counts as read.
std::vector<Touch> touchesOf(Unit &U, const BodyIndex &Body, const clang::Expr *E);

/// The use in \p Second of what \p First uses as well, if one of the two may change it; null if there is
/// none.
const Touch *conflict(llvm::ArrayRef<Touch> First, llvm::ArrayRef<Touch> Second);

} // namespace cotidy

#endif
