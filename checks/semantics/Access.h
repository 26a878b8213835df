// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an expression gives access to.

#ifndef COTIDY_SEMANTICS_ACCESS_H
#define COTIDY_SEMANTICS_ACCESS_H

#include "semantics/Calls.h"

namespace cotidy {

bool isSmartPointer(clang::QualType T);
bool isPointerLike(clang::QualType T);

/// Whether a result of type \p Result leads to an object that was there before.
bool givesAccess(clang::QualType Result);

/// What a call only hands on, as moves do; null if it does more.
const clang::Expr *passedOn(const CallSite &Site);

/// What a parameter lets its function change: the argument itself, what it points to, or nothing.
enum class Grants { Nothing, Object, Pointee };

Grants granted(clang::QualType Parameter);
/// The same of the argument at \p Place: one that is only stored is not changed, though its parameter is a
/// reference to whatever is given: `elements.emplace(key, value)`.
Grants granted(const CallSite &Site, unsigned Place);

/// A method that has a const twin: it gives access, and changes nothing itself.
bool hasConstTwin(const clang::CXXMethodDecl &Method);

} // namespace cotidy

#endif
