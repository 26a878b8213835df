// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The object that a pointer or a view leads into, as it is written.

#ifndef COTIDY_SEMANTICS_REFERENTS_H
#define COTIDY_SEMANTICS_REFERENTS_H

#include "clang/AST/ExprCXX.h"

namespace cotidy {

/// Whether \p T is an array or a container, whose elements end with it.
bool ownsElements(clang::QualType T);

/// A local or parameter of the function's own that \p E names, itself or a part of it, and no reference to
/// something else.
const clang::VarDecl *ownObject(const clang::Expr *E);

/// The local that the pointer or view \p E leads into: `v` of `&v`, `v.data()`, `std::span(v)`, and of `v`
/// itself where it is converted.
const clang::VarDecl *localLedInto(const clang::Expr *E);

/// The temporary whose elements the pointer \p E leads to, `name()` of `name().c_str()`, and that is gone at
/// the end of the statement; null if there is none.
const clang::Expr *temporaryLedInto(const clang::Expr *E);

} // namespace cotidy

#endif
