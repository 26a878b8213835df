// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which object an expression is about.

#ifndef COTIDY_SEMANTICS_OBJECTS_H
#define COTIDY_SEMANTICS_OBJECTS_H

#include "clang/AST/ExprCXX.h"

namespace cotidy {

/// The variable or member that \p E names or reaches into: `s` of `s`, `*s`, `s->next_layer()`,
/// `lowest_layer(s)`, `std::move(s)`, `s[0]`, of a local reference to it and of an accessor of this object
/// that gives it out; null if there is none. Members of different objects count as one: meant for questions
/// where that errs towards saying nothing.
const clang::ValueDecl *namedObject(const clang::Expr *E);

/// `numbers` of `numbers[i]`, an element of a class; null if \p E is nothing of the kind.
const clang::Expr *indexed(const clang::Expr *E);

/// The variable, function or member that the node \p S is a use of; null if it is none, or null itself.
const clang::ValueDecl *usedBy(const clang::Stmt *S);

/// The local variable or parameter of this function that \p E names, null if it is nothing of the kind: not
/// static, and not one that a lambda has captured.
const clang::VarDecl *localOf(const clang::Expr *E);

/// The variable that \p S declares, and no other; null if it is no such declaration, or null itself.
const clang::VarDecl *declaredBy(const clang::Stmt *S);

/// A class that refers to what it was made from: it holds a pointer or reference and owns nothing.
bool isView(clang::QualType T);

/// A pointer, an iterator or a view: what leads to elements that are somebody else's.
bool isIteratorLike(clang::QualType T);

} // namespace cotidy

#endif
