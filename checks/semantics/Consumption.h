// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What becomes of an awaitable after it was made: is there anything that can still await, start or keep it?

#ifndef COTIDY_SEMANTICS_CONSUMPTION_H
#define COTIDY_SEMANTICS_CONSUMPTION_H

#include "semantics/Unit.h"

namespace cotidy {

/// How an awaitable is lost.
enum class Loss {
  None,
  Dropped, ///< the expression's value is not used
  Ignored, ///< cast to void, assigned to std::ignore or marked maybe_unused: on purpose
};

class Consumption {
public:
  Consumption(Unit &U, const BodyIndex &Body) : U(U), Body(Body) {}

  /// What is lost at \p E, a prvalue of an awaitable that is to be consumed.
  Loss of(const clang::Expr &E) const;
  /// Whether nothing ever consumes the value of \p Var: no use, or only uses that put something in, ask for a
  /// state or cast it to void. A move to another variable consumes it here, and the other is asked in turn.
  Loss of(const clang::VarDecl &Var) const;

  /// The awaitable that must be consumed in an object of type \p T: itself, or the element of a container, an
  /// optional or a smart pointer of it; null if there is none.
  const AwaitableInfo *held(clang::QualType T) const;

private:
  bool consumes(const clang::DeclRefExpr &Use) const;

  Unit &U;
  const BodyIndex &Body;
};

} // namespace cotidy

#endif
