// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whose address a unit takes: functions that are kept in tables and variables, or handed on, to be called
// later.

#ifndef COTIDY_SEMANTICS_TAKENADDRESSES_H
#define COTIDY_SEMANTICS_TAKENADDRESSES_H

#include "core/Session.h"

#include "llvm/ADT/SmallVector.h"

namespace cotidy {

/// The functions that the unit's own code names without calling them, each once.
llvm::SmallVector<const clang::FunctionDecl *, 8> takenAddresses(Session &S);

} // namespace cotidy

#endif
