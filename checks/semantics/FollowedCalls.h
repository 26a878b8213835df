// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which function a call runs, and whether its body is looked into: bodies are followed only in the user's own
// code, and of the rest models and attributes speak.

#ifndef COTIDY_SEMANTICS_FOLLOWEDCALLS_H
#define COTIDY_SEMANTICS_FOLLOWEDCALLS_H

#include "semantics/Unit.h"

namespace cotidy {

/// The definition of \p F if its body is the user's own plain code; null if it is unknown or speaks for
/// itself.
const clang::FunctionDecl *followed(Unit &U, const clang::FunctionDecl *F);

/// Whether the body of \p F may be in another unit of the program.
bool isElsewhere(Unit &U, const clang::FunctionDecl &F);

/// What the call \p Site, which has a callee, runs; null if it is not certain.
const clang::FunctionDecl *certainTarget(const CallSite &Site);

/// The virtual method that the call \p Site runs unless the object overrides it, as it does a pure one; null
/// if what it runs is certain, or the program does not say.
const clang::FunctionDecl *dispatchedTo(Unit &U, const CallSite &Site);

/// The constructor that \p Site, a call of a factory like std::make_unique, runs, if its arguments leave no
/// doubt; else null.
const clang::CXXConstructorDecl *constructorMade(const CallSite &Site);

} // namespace cotidy

#endif
