// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which calls of a function the unit shows.

#ifndef COTIDY_SEMANTICS_CALLERS_H
#define COTIDY_SEMANTICS_CALLERS_H

#include "semantics/Unit.h"

namespace cotidy {

struct CallFrom {
  const clang::FunctionDecl *In;
  const clang::Expr *At; ///< the call, or the lambda where it is written
};

class Callers : public Session::Facts {
public:
  explicit Callers(Session &S);

  llvm::ArrayRef<CallFrom> of(const clang::FunctionDecl &F) const;

  /// Whether \p F is test code, or a helper that nobody but test code is seen to call.
  bool isForTests(const clang::FunctionDecl &F) const { return isForTests(F, 3); }

private:
  bool isForTests(const clang::FunctionDecl &F, unsigned Depth) const;

  Unit &U;
  llvm::DenseMap<const clang::FunctionDecl *, std::vector<CallFrom>> Calls;
};

} // namespace cotidy

#endif
