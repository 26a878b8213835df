// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How a message tells of a call that leads to what is reported, and the notes of a finding tell the way.

#ifndef COTIDY_SEMANTICS_CALLCHAINS_H
#define COTIDY_SEMANTICS_CALLCHAINS_H

#include "core/Finding.h"
#include "semantics/Blocking.h"

namespace cotidy {

/// The callee of the call \p At; null: a loop.
std::string nameOfCall(Unit &U, const clang::FunctionDecl *Callee, const clang::Stmt *At);

/// A note for each step, the middle of a long way left out.
void addChain(Unit &U, Finding &To, llvm::ArrayRef<CallStep> Chain);

} // namespace cotidy

#endif
