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

/// Whether \p Compare holds for a number below zero (true), or for every other (false): such a number is no
/// result. Nothing if it compares with something else.
std::optional<bool> asksForNegative(const clang::BinaryOperator &Compare, const clang::ASTContext &AST);

/// The variable that is given the result of \p At; null if it is used otherwise.
const clang::VarDecl *resultVariable(const BodyIndex &Body, const Suspension &At);

} // namespace cotidy

#endif
