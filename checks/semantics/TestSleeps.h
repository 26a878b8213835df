// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which sleeps of a test stand for an event that it should wait for: the test itself goes on after them and
// takes for granted that something has happened. What plays slow work, sets off a cancellation, paces a loop
// that asks, or is measured stands for nothing.

#ifndef COTIDY_SEMANTICS_TESTSLEEPS_H
#define COTIDY_SEMANTICS_TESTSLEEPS_H

#include "semantics/Unit.h"

namespace cotidy {

class TestSleeps {
public:
  /// \p F is test code.
  TestSleeps(Unit &U, const clang::FunctionDecl &F);

  /// Whether the call \p E sleeps, and the test hopes that something is done by then.
  bool hopes(const clang::Expr *E) const;

  /// Whether it would, if \p Wait were the await of a sleep.
  bool wouldHope(const clang::Expr *Wait) const;

private:
  /// Whose part of a test a function is.
  enum class Flow {
    Own,    ///< the test's: what comes after a sleep relies on it
    Beside, ///< one of several at a time: only what it tells or asks the others shows that it relies on it
    Other,  ///< something that the test has run for it
  };
  Flow flowOf(const clang::FunctionDecl &F) const;
  Flow flowOfLambda(const clang::CXXRecordDecl &Closure, const clang::FunctionDecl &Outer) const;
  Flow flowOfTask(const BodyIndex &Outer, const LambdaInfo &Lambda) const;
  const clang::Expr *waitFor(const clang::Expr *Sleep) const;
  bool isPaced(const clang::Expr *Sleep) const;
  bool isMeasured(const clang::Expr *Sleep) const;
  bool isRelied(const clang::Expr *Wait) const;

  Unit &U;
  const BodyIndex &Body;
  const bool IsCoroutine;
  const Flow Runs;
};

} // namespace cotidy

#endif
