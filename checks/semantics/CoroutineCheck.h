// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The bases checks are written on.

#ifndef COTIDY_SEMANTICS_COROUTINECHECK_H
#define COTIDY_SEMANTICS_COROUTINECHECK_H

#include "core/Check.h"
#include "semantics/Unit.h"

namespace cotidy {

/// A check that looks at one asynchronous coroutine at a time.
class CoroutineCheck : public Check {
public:
  using Check::Check;

  void checkUnit() final {
    for (const Coroutine &C : unit().coroutines())
      if (C.Async)
        checkCoroutine(C);
  }
  virtual void checkCoroutine(const Coroutine &C) = 0;

protected:
  Unit &unit() const { return session().facts<Unit>(); }
};

/// A check that looks at every function of a unit with coroutines in it, coroutine or not.
class FunctionCheck : public Check {
public:
  using Check::Check;

  void checkUnit() final {
    if (unit().hasCoroutines())
      for (const clang::FunctionDecl *F : session().functions())
        checkFunction(*F);
  }
  virtual void checkFunction(const clang::FunctionDecl &F) = 0;

protected:
  Unit &unit() const { return session().facts<Unit>(); }
};

} // namespace cotidy

#endif
