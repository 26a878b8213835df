// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The graph of a function's paths, and what it says by itself.

#ifndef COTIDY_SEMANTICS_PATHS_H
#define COTIDY_SEMANTICS_PATHS_H

#include "clang/AST/ASTContext.h"
#include "clang/Analysis/CFG.h"

namespace cotidy {

/// Whether each call that may throw has a way to the handlers around it, or out of the function.
enum class Exceptions { Ignored, Followed };

/// Every statement and expression of \p F is an element of its own, and so are a constructor's initialisers
/// and the ends of its variables' lives. Null if Clang gives up.
std::unique_ptr<clang::CFG> pathsOf(const clang::FunctionDecl &F, clang::ASTContext &AST,
                                    Exceptions Follow = Exceptions::Ignored);

/// The statement with which \p Block, the last on its path, leaves a function: its return, or \p Body if
/// control comes to the end of that. Null if an exception or a call that does not return ends it.
const clang::Stmt *wayOut(const clang::CFGBlock &Block, const clang::Stmt *Body);

/// Whether \p F can come to its end without one of the statements for which \p Stops holds. False if its
/// paths are not known.
bool endsWithout(const clang::FunctionDecl &F, clang::ASTContext &AST,
                 llvm::function_ref<bool(const clang::Stmt &)> Stops);

} // namespace cotidy

#endif
