// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Locks without a model: known by what their methods are called, which is much the same everywhere.

#ifndef COTIDY_SEMANTICS_LOCKNAMES_H
#define COTIDY_SEMANTICS_LOCKNAMES_H

#include "clang/AST/DeclCXX.h"
#include <utility>

namespace cotidy {

/// What the name of a method says it does to a lock. Case and underscores do not matter.
enum class LockVerb { None, Lock, TryLock, Unlock };

LockVerb lockVerb(const clang::FunctionDecl *F);

/// Whether \p F gives a guard by its name: `lock()`, `wlock()`, `scoped_lock_async()`, `co_scoped_lock()`.
bool isNamedAsScopedLock(const clang::FunctionDecl &F);

/// The method of \p Class or its bases with this name that can be called without arguments; null if none.
const clang::CXXMethodDecl *methodWithoutArguments(const clang::CXXRecordDecl &Class, llvm::StringRef Name);

/// The method that takes the lock by hand, and the one that gives it back: lock() and unlock() of any class,
/// Acquire() and Release() or Enter() and Leave() of one that is named as a lock. Nulls: it is no lock.
std::pair<const clang::CXXMethodDecl *, const clang::CXXMethodDecl *>
lockPair(const clang::CXXRecordDecl &Class);

} // namespace cotidy

#endif
