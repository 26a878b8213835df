// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which bodies in system headers are looked at.

#ifndef COTIDY_SEMANTICS_TELLINGBODIES_H
#define COTIDY_SEMANTICS_TELLINGBODIES_H

#include "clang/AST/Decl.h"

namespace cotidy {

/// Whether the body of \p F says what its class is, so that it is read wherever it is written: an awaiter
/// that is always ready, a mutex that does nothing, a guard whose destructor unlocks. Of all else a system
/// header declares, the declaration is enough, and a program that parses units for the checks alone may leave
/// the bodies out.
bool hasTellingBody(const clang::FunctionDecl &F);

} // namespace cotidy

#endif
