// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Classes whose objects have a coroutine.

#ifndef COTIDY_SEMANTICS_COROUTINEOWNERS_H
#define COTIDY_SEMANTICS_COROUTINEOWNERS_H

#include "clang/AST/DeclCXX.h"

namespace cotidy {

/// Whether an object of this class can reach its coroutine: it, a base or a member of class type has a
/// handle.
bool ownsCoroutine(const clang::CXXRecordDecl &Class);

/// Whether the coroutine goes with an object of this class: its destructor destroys it, whatever it has come
/// to.
bool endsCoroutine(const clang::CXXRecordDecl &Class);

} // namespace cotidy

#endif
