// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names that models give to declarations.

#ifndef COTIDY_MODELS_QUALIFIEDNAMES_H
#define COTIDY_MODELS_QUALIFIEDNAMES_H

#include "clang/AST/Decl.h"
#include "llvm/ADT/SmallString.h"

namespace cotidy {

/// Splits `a::b::f` into `a::b` and `f`.
std::pair<llvm::StringRef, llvm::StringRef> splitName(llvm::StringRef Name);

/// Whether \p DC is the namespace or class with the name \p Scope; the empty scope is the global one.
bool isScope(const clang::DeclContext *DC, llvm::StringRef Scope);

/// The last component of the name as models write it; it may be put into \p Storage.
llvm::StringRef leafOf(const clang::NamedDecl &D, llvm::SmallString<32> &Storage);

} // namespace cotidy

#endif
