// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What becomes of an awaitable after it was made: is there anything that can still await, start or keep it?

#ifndef COTIDY_SEMANTICS_CONSUMPTION_H
#define COTIDY_SEMANTICS_CONSUMPTION_H

#include "core/Finding.h"
#include "semantics/Unit.h"

namespace cotidy {

/// How an awaitable is lost.
enum class Loss {
  None,
  Dropped, ///< the expression's value is not used
  Ignored, ///< cast to void, assigned to std::ignore or marked maybe_unused: on purpose
};

/// What the loss of an awaitable means, as a clause.
llvm::StringRef consequenceOf(Drop WhenDropped);

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

  /// The awaitable that must be consumed in an object of type \p T: itself, the element of a container, an
  /// optional, a tuple or a smart pointer of it, or a member of a plain struct; null if there is none.
  const AwaitableInfo *held(clang::QualType T) const;

  /// What dropping the value of \p Made does: as the model of the call says, else as its type does.
  Drop whenDropped(const clang::Expr *Made, const AwaitableInfo &Type) const;

  /// Whether what stands at \p At is expected to throw or to end the process, so that it is misused on
  /// purpose: `assert_throws([&] { when_all(nothing); })`, `EXPECT_DEATH(spawn(work()), "no executor")`.
  bool isExpectedToFail(clang::SourceLocation At) const;

  /// Whether the value may go where somebody awaits it, for all that \p Use tells.
  bool consumes(const clang::DeclRefExpr &Use) const;
  /// The assignment of a new value to what \p Use names; null if it is no such use.
  const clang::CXXOperatorCallExpr *assignment(const clang::DeclRefExpr &Use) const;

  /// The callable that \p Call takes for one that returns nothing, while it returns an awaitable that must be
  /// consumed: in std::function<void()> or std::thread; null if there is none.
  const clang::Expr *swallowed(const clang::Expr &Call) const;

private:
  /// Whether \p Var is made by moving from a variable that is awaited as well: what is left may be nothing.
  bool isMovedFromConsumed(const clang::VarDecl &Var) const;
  /// `co_await task.when_done()`, which gives the task back, done.
  bool givesItselfBack(const clang::CoroutineSuspendExpr &Await, const AwaitableInfo &Type) const;
  const AwaitableInfo *heldBy(const clang::TemplateArgument &Arg) const;

  Unit &U;
  const BodyIndex &Body;
};

/// What a check says of \p Callable, which returns an awaitable to a caller that expects nothing.
Finding swallowedBy(const clang::Expr &Callable, Drop WhenDropped);

/// What calling an object or function of type \p T gives; null if that depends on the arguments.
clang::QualType resultOf(clang::QualType T);

} // namespace cotidy

#endif
