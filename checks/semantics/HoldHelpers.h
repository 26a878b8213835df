// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a plain function or a lambda of this unit does to locks that its caller can name: `enter()` that locks
// a member, a lambda that unlocks a captured guard. Read from the body; a body that is not seen does nothing.

#ifndef COTIDY_SEMANTICS_HOLDHELPERS_H
#define COTIDY_SEMANTICS_HOLDHELPERS_H

#include "semantics/HoldCalls.h"
#include "semantics/Unit.h"

namespace cotidy {

struct HelperEffect {
  HandChange What; ///< in the words of the helper
  bool Certain;    ///< it happens on every way through the helper
};

class HoldHelpers {
public:
  HoldHelpers(Unit &U, Holdings &Types) : U(U), Types(Types) {}

  /// The last change the callee makes to each lock, itself or through others.
  llvm::ArrayRef<HelperEffect> effects(const clang::FunctionDecl &Callee);

private:
  llvm::SmallVector<HelperEffect, 1> read(const clang::FunctionDecl &F);

  Unit &U;
  Holdings &Types;
};

} // namespace cotidy

#endif
