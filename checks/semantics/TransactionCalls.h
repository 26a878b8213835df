// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls that open and close a transaction without an object that owns it: by model, by the names of a
// connection's methods, or by the statement that they are given.

#ifndef COTIDY_SEMANTICS_TRANSACTIONCALLS_H
#define COTIDY_SEMANTICS_TRANSACTIONCALLS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Opens a transaction on its resource, if not through an object that owns it.
bool beginsTransaction(Unit &U, const CallSite &Site);
bool endsTransaction(const CallSite &Site);

} // namespace cotidy

#endif
