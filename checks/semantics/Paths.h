// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether a function has a way to its end that does not do something on it.

#ifndef COTIDY_SEMANTICS_PATHS_H
#define COTIDY_SEMANTICS_PATHS_H

#include "clang/AST/ASTContext.h"

namespace cotidy {

/// Whether \p F can come to its end without one of the statements for which \p Stops holds. False if its
/// paths are not known.
bool endsWithout(const clang::FunctionDecl &F, clang::ASTContext &AST,
                 llvm::function_ref<bool(const clang::Stmt &)> Stops);

} // namespace cotidy

#endif
