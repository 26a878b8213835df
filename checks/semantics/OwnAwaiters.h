// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Awaiters of the project's own that wait for a peer: told by what they start, be it an operation of a
// library or a request to the system.

#ifndef COTIDY_SEMANTICS_OWNAWAITERS_H
#define COTIDY_SEMANTICS_OWNAWAITERS_H

#include "semantics/Unit.h"

namespace cotidy {

/// What an awaiter starts.
struct StartedOperation {
  const FunctionModel *Does;
  const CallSite *Site; ///< null where the function that does it is handed to one that calls it
};

/// The operation on a peer that an awaiter of this class starts: when it is made or awaited, or in what it
/// derives from. None if the class looks after a limit. If it is for several operations, the name of \p
/// Maker, the function that gives it, says which; null if none is known.
std::optional<StartedOperation> startedOperation(Unit &U, const clang::CXXRecordDecl &Class,
                                                 const clang::FunctionDecl *Maker = nullptr);

/// The same of the awaiter that a function without a model gives, `read(fd, buffer)`.
std::optional<StartedOperation> startedOperation(Unit &U, const CallSite &Site);

} // namespace cotidy

#endif
