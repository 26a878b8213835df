// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which awaits work on something that is held: a transaction's own statements, calls on the leased
// connection, and whatever is made from those.

#ifndef COTIDY_SEMANTICS_BELONGING_H
#define COTIDY_SEMANTICS_BELONGING_H

#include "semantics/HeldResources.h"

namespace cotidy {

class Belonging {
public:
  Belonging(Unit &U, const BodyIndex &Body, const HeldResource &R);

  /// False only if the await is known to work on other things: a call that gets hold of neither the resource,
  /// nor what it was made from, nor what was made from it.
  bool mayUse(const Suspension &At) const;

private:
  void addSources(const clang::Expr *Made);
  void addMade();
  bool lends(const Place &Giver) const;
  bool touches(const clang::Stmt *S) const;
  bool leavesAlone(const clang::CXXThisExpr &This) const;
  bool reaches(const clang::CXXMethodDecl &Method, unsigned Depth) const;
  bool isGivenStatements() const;
  bool overlaps(const Place &P) const;
  bool isHandle(const clang::VarDecl &Var) const;
  bool isOwnWork(const clang::VarDecl &Var) const;

  Unit &U;
  const BodyIndex &Body;
  const HeldResource &Held;
  /// The objects whose methods have given the resource: a pool, or what has one.
  llvm::SmallVector<Place, 2> Givers;
  /// The resource, what it was made from, and handles made from it. Whoever mentions one may use the
  /// resource.
  llvm::SmallVector<Place, 4> Roots;
  /// Results of its operations: only operations on them belong to it.
  llvm::SmallVector<Place, 4> Results;
};

} // namespace cotidy

#endif
