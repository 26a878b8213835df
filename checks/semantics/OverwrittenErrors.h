// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Errors that operations put into a variable, and that others overwrite there before anything looks at them.

#ifndef COTIDY_SEMANTICS_OVERWRITTENERRORS_H
#define COTIDY_SEMANTICS_OVERWRITTENERRORS_H

#include "semantics/Unit.h"

namespace cotidy {

struct OverwrittenError {
  /// An operation whose completion token sends its error to the variable.
  struct Writer {
    const CallSite *Operation;
    const Suspension *At;
  };
  const clang::VarDecl *Code;
  Writer Lost;
  Writer By;
};

/// The ones of \p Body that no path looks at, one for each operation whose error is lost.
llvm::SmallVector<OverwrittenError, 1> overwrittenErrors(Unit &U, const BodyIndex &Body);

} // namespace cotidy

#endif
