// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements between two awaits that only keep or tell what was awaited, so that they might as well stand
// further down.

#ifndef COTIDY_SEMANTICS_ASIDES_H
#define COTIDY_SEMANTICS_ASIDES_H

#include "semantics/Touches.h"

namespace cotidy {

class Asides {
public:
  Asides(Unit &U, const BodyIndex &Body) : U(U), Body(Body) {}

  /// Adds \p Statement if it is one; false if it is not.
  bool add(const clang::Stmt &Statement);
  void clear();

  /// What they use.
  llvm::ArrayRef<Touch> touches() const { return Used; }
  /// What they declare.
  llvm::ArrayRef<const clang::VarDecl *> locals() const { return Declared; }

private:
  void addTouches(const clang::Expr *E);

  Unit &U;
  const BodyIndex &Body;
  std::vector<Touch> Used;
  llvm::SmallVector<const clang::VarDecl *, 2> Declared;
};

} // namespace cotidy

#endif
