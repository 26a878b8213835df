// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements between two awaits that only keep or tell what was awaited, so that they might as well stand
// further down; and what a statement that awaits does besides, if that is all: `text += co_await part(id);`.

#ifndef COTIDY_SEMANTICS_ASIDES_H
#define COTIDY_SEMANTICS_ASIDES_H

#include "semantics/Touches.h"

namespace cotidy {

class Asides {
public:
  Asides(Unit &U, const BodyIndex &Body) : U(U), Body(Body) {}

  /// Whether \p Statement, without what its \p Awaits do, is one.
  bool isAside(const clang::Stmt &Statement, llvm::ArrayRef<const Suspension *> Awaits) const;
  /// Adds it if it is; false if it is not.
  bool add(const clang::Stmt &Statement, llvm::ArrayRef<const Suspension *> Awaits = {});
  void clear();

  /// What they use.
  llvm::ArrayRef<Touch> touches() const { return Used; }
  /// What they declare.
  llvm::ArrayRef<const clang::VarDecl *> locals() const { return Declared; }

private:
  void addTouches(const clang::Expr *E, llvm::ArrayRef<const Suspension *> Awaits);

  Unit &U;
  const BodyIndex &Body;
  std::vector<Touch> Used;
  llvm::SmallVector<const clang::VarDecl *, 2> Declared;
};

} // namespace cotidy

#endif
