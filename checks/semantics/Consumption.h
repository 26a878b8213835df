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

  /// The awaitable that \p E makes and that is to be consumed, by its type or because a model says that the
  /// call joins or races others; null if it is none.
  const AwaitableInfo *mustConsume(const clang::Expr &E) const;
  /// What is lost at \p E, a prvalue of an awaitable that is to be consumed.
  Loss of(const clang::Expr &E) const;
  /// Whether nothing ever consumes the value of \p D, a variable or structured binding: no use, or only uses
  /// that put something in, ask for a state or cast it to void. A move to another variable consumes it here,
  /// and the other is asked in turn.
  Loss of(const clang::ValueDecl &D) const;

  /// Whether what stands at \p At is expected to throw or to end the process, so that it is misused on
  /// purpose: `assert_throws([&] { when_all(nothing); })`, `EXPECT_DEATH(spawn(work()), "no executor")`.
  bool isExpectedToFail(clang::SourceLocation At) const;

  /// Whether the value may go where somebody awaits it, for all that \p Use tells.
  bool consumes(const clang::DeclRefExpr &Use) const;
  /// The assignment of a new value to what \p Use names; null if it is no such use.
  const clang::CXXOperatorCallExpr *assignment(const clang::DeclRefExpr &Use) const;

private:
  /// Whether \p Var is made by moving from a variable that is awaited as well: what is left may be nothing.
  bool isMovedFromConsumed(const clang::VarDecl &Var) const;
  /// `co_await task.when_done()`, which gives the task back, done.
  bool givesItselfBack(const clang::CoroutineSuspendExpr &Await, const AwaitableInfo &Type) const;

  Unit &U;
  const BodyIndex &Body;
};

} // namespace cotidy

#endif
