// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Source text as its author wrote it, and what is lost when it is replaced.

#ifndef COTIDY_SEMANTICS_WRITTENTEXT_H
#define COTIDY_SEMANTICS_WRITTENTEXT_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Stmt.h"

namespace cotidy {

/// The text of \p Range as it is written; empty if it comes out of a macro.
llvm::StringRef writtenText(clang::SourceRange Range, const clang::ASTContext &AST);

/// \p S with its semicolon.
clang::CharSourceRange statementRange(const clang::Stmt &S, const clang::ASTContext &AST);

/// What one level of indentation is in \p Block: what its statement \p S has more than its end; two spaces
/// where that does not tell.
llvm::StringRef indentationStep(const clang::Stmt &S, const clang::CompoundStmt &Block,
                                const clang::ASTContext &AST);

/// Whether a line of \p Text is one of the preprocessor's.
bool holdsDirective(llvm::StringRef Text);

/// Whether one of the macros that write what is at \p Loc satisfies \p Named, which gets their names.
bool isByMacro(clang::SourceLocation Loc, const clang::ASTContext &AST,
               llvm::function_ref<bool(llvm::StringRef)> Named);

/// Whether a comment of \p Range lies outside all of \p Kept.
bool losesComment(clang::SourceRange Range, llvm::ArrayRef<clang::SourceRange> Kept,
                  const clang::ASTContext &AST);

/// Whether one of co_await, co_return and co_yield is written in \p Range outside all of \p Apart. The tree
/// has nothing of a statement with an error.
bool writesCoKeyword(clang::SourceRange Range, llvm::ArrayRef<clang::SourceRange> Apart,
                     const clang::ASTContext &AST);

} // namespace cotidy

#endif
