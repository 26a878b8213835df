// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether the limit that one method of a class sets for a member outlasts the method: it then limits what the
// others wait for as well.

#ifndef COTIDY_SEMANTICS_STANDINGLIMITS_H
#define COTIDY_SEMANTICS_STANDINGLIMITS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether the limit that \p Method sets for \p Member is there for others: the method waits for nothing on
/// the member itself, does no more than connect, or sets the limit, a watchdog as well, anew in each round of
/// a loop; and if it is a helper, one of those who call it does so too. \p Stays: a deadline that is not
/// taken away again.
bool limitsOthers(Unit &U, const clang::FunctionDecl &Method, const clang::FieldDecl &Member, bool Stays);

} // namespace cotidy

#endif
