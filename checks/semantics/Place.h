// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which object an expression of a function's body means.

#ifndef COTIDY_SEMANTICS_PLACE_H
#define COTIDY_SEMANTICS_PLACE_H

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallVector.h"

namespace cotidy {

/// An object as one function names it: a variable, `this` or a function's result, and the members on the way
/// from there. A pointer, a smart pointer and a reference stand for what they lead to. Empty: not known.
using Place = llvm::SmallVector<const void *, 3>;

Place placeOf(const clang::Expr *E);
Place placeOf(const clang::ValueDecl &D);
/// The place of the object whose method is running.
Place placeOfThis();

/// The variable that \p P begins at; null if it begins elsewhere, as at `this`.
const clang::VarDecl *rootVariable(const Place &P);

/// Whether \p Inner is \p Outer or a part of it.
bool isWithin(const Place &Inner, const Place &Outer);

/// Whether \p V is a reference that keeps a temporary alive.
bool extendsTemporary(const clang::VarDecl &V);

/// \p E without moves, forwards and casts that change nothing but the value category.
const clang::Expr *withoutMove(const clang::Expr *E);

} // namespace cotidy

#endif
