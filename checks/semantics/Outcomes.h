// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a condition tells of an awaited call: that it failed, or that it went well.

#ifndef COTIDY_SEMANTICS_OUTCOMES_H
#define COTIDY_SEMANTICS_OUTCOMES_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p Condition holds after a failure (true) or a success (false): by a value that says which it was,
/// by a method named for that, or by what an attempt gives. Nothing if it asks for something else, such as
/// whether there is something yet.
std::optional<bool> tellsFailure(Unit &U, const BodyIndex &Body, const clang::Expr &Condition);

/// The variable that is given the result of \p At; null if it is used otherwise.
const clang::VarDecl *resultVariable(const BodyIndex &Body, const Suspension &At);

} // namespace cotidy

#endif
