// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An edit that moves an await out of a transaction, where what is swapped does not touch the same objects.

#ifndef COTIDY_SEMANTICS_TRANSACTIONFIXES_H
#define COTIDY_SEMANTICS_TRANSACTIONFIXES_H

#include "semantics/HeldResources.h"

#include <optional>

namespace cotidy {

/// Moves the statement that awaits \p At behind the one that commits the transaction \p R. None unless the
/// await's result is not used, the commit follows in the same block on every path, and no statement between
/// them shares a variable with the moved one other than to read it.
std::optional<OfferedFix> awaitAfterCommit(Unit &U, const BodyIndex &Body, const Suspension &At,
                                           const HeldResource &R);

} // namespace cotidy

#endif
