// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Work that nobody awaits, and whose outcome is seen all the same.

#ifndef COTIDY_SEMANTICS_OBSERVEDWORK_H
#define COTIDY_SEMANTICS_OBSERVEDWORK_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether the work in \p Var, which runs already, is looked at through what it was given or has captured: a
/// flag, a number or a result to come of this function that is read later, `auto work = run(done);
/// check(done);`.
bool isObserved(Unit &U, const BodyIndex &Body, const clang::VarDecl &Var);

} // namespace cotidy

#endif
