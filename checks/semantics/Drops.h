// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What dropping an awaitable means.

#ifndef COTIDY_SEMANTICS_DROPS_H
#define COTIDY_SEMANTICS_DROPS_H

#include "semantics/Unit.h"

namespace cotidy {

/// As a clause.
llvm::StringRef consequenceOf(Drop WhenDropped);

/// What the end of an object of \p Type does to its work: as its model says, else as its destructor is seen
/// to do, else as its type implies.
Drop endOf(Unit &U, const AwaitableInfo &Type);

/// What dropping the value of \p Made does: as the model of the call says, else as its type does.
Drop whenDropped(Unit &U, const clang::Expr *Made, const AwaitableInfo &Type);

/// Whether a variable of \p Body is made from \p Made to be the scope of its work, which its destructor waits
/// for or ends: by the library's design, or because it is all that a plain function can do while it drives
/// the work.
bool isScopeOfWork(Unit &U, const BodyIndex &Body, const clang::Expr *Made, const AwaitableInfo &Type,
                   Drop WhenDropped);

} // namespace cotidy

#endif
