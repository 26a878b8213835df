// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which classes are mutexes: by model, by Clang's thread safety attributes, or by structure.

#ifndef COTIDY_SEMANTICS_MUTEXCLASSES_H
#define COTIDY_SEMANTICS_MUTEXCLASSES_H

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace cotidy {

class Unit;

struct MutexClass {
  bool Async;
  bool ThreadOwned; ///< giving it back on another thread than the one that took it is undefined
  bool Null;        ///< locks nothing
};

class MutexClasses {
public:
  explicit MutexClasses(Unit &U) : U(U) {}

  std::optional<MutexClass> of(const clang::CXXRecordDecl &Class);
  /// The mutex that a class which looks like a guard is made for.
  std::optional<MutexClass> lockedBy(const clang::CXXRecordDecl &Guard);
  /// Those of \p Args that are or point to mutexes.
  llvm::SmallVector<const clang::Expr *, 2> among(llvm::ArrayRef<const clang::Expr *> Args);

private:
  std::optional<MutexClass> classify(const clang::CXXRecordDecl &Class);

  Unit &U;
  llvm::DenseMap<const clang::CXXRecordDecl *, std::optional<MutexClass>> Known;
};

/// The class of `m` or of what `&m` points to.
const clang::CXXRecordDecl *pointeeClass(clang::QualType T);

/// Whether objects of \p Class are moved and never copied, and do something at their end: what owns one
/// thing.
bool isExclusiveOwner(const clang::CXXRecordDecl &Class);

} // namespace cotidy

#endif
