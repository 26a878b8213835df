// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which waits are for a peer that owes nothing: the next message of a connection that is kept open, or a user
// at a terminal.

#ifndef COTIDY_SEMANTICS_IDLEREADS_H
#define COTIDY_SEMANTICS_IDLEREADS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether the operation \p Site on \p Resource, which may be null, waits by design as long as nothing comes.
/// \p Model is null for a connection that no model names.
bool isIdleRead(Unit &U, const BodyIndex &Body, const CallSite &Site, const FunctionModel *Model,
                const clang::ValueDecl *Resource);

/// Whether the call gives a peer something.
bool isAnswer(const CallSite &Site);

} // namespace cotidy

#endif
