// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Coroutines that their own promise hands to a thread, a queue or an executor.

#ifndef COTIDY_SEMANTICS_HANDEDON_H
#define COTIDY_SEMANTICS_HANDEDON_H

#include "clang/AST/DeclCXX.h"

namespace cotidy {

/// Whether the awaiter of the method of \p Promise that is named \p Suspension hands the coroutine on when it
/// is suspended, to a thread or a queue: it goes on without anybody who awaits it.
bool isHandedOnAt(const clang::CXXRecordDecl &Promise, llvm::StringRef Suspension);

} // namespace cotidy

#endif
