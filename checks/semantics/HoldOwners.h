// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which variables of a function are or contain a guard, a transaction or a lease, and what their initialisers
// give them.

#ifndef COTIDY_SEMANTICS_HOLDOWNERS_H
#define COTIDY_SEMANTICS_HOLDOWNERS_H

#include "semantics/BodyIndex.h"
#include "semantics/Ownership.h"
#include "semantics/Place.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace cotidy {

/// A part of an object that owns something: the members on the way to it, and what it is.
struct OwnedPart {
  llvm::SmallVector<const clang::FieldDecl *, 2> Path;
  Holding Type;

  /// The same part of the object at \p Whole.
  Place in(Place Whole) const;
};

class HoldOwners {
public:
  HoldOwners(Holdings &Types, const BodyIndex &Body);

  bool empty() const { return Parts.empty(); }
  /// The owning parts of \p Var; none if it is no owner.
  llvm::ArrayRef<OwnedPart> parts(const clang::VarDecl &Var) const;
  /// The owning parts of an object of type \p T: itself, or members of it.
  llvm::SmallVector<OwnedPart, 1> partsOf(clang::QualType T) const;
  /// What the initialiser of \p Var makes of one of its owning parts.
  Ownership initial(const clang::VarDecl &Var, const OwnedPart &Part) const;
  bool isInitialiser(const clang::Expr *E) const { return Initialisers.contains(strip(E)); }

private:
  void note(const clang::VarDecl &Var);
  void find(clang::QualType T, const OwnedPart &Outer, llvm::SmallVectorImpl<OwnedPart> &Found,
            unsigned Depth) const;

  Holdings &Types;
  llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<OwnedPart, 1>> Parts;
  llvm::SmallPtrSet<const clang::Expr *, 8> Initialisers;
};

} // namespace cotidy

#endif
