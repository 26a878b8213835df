// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names, where nothing but a name tells what a function of unknown contents is for.

#ifndef COTIDY_SEMANTICS_WORDS_H
#define COTIDY_SEMANTICS_WORDS_H

#include "clang/AST/Decl.h"

namespace cotidy {

/// Whether one of \p Words is part of the name of \p D, whatever the case.
inline bool hasWord(const clang::NamedDecl *D, llvm::ArrayRef<llvm::StringLiteral> Words) {
  if (!D || !D->getDeclName().isIdentifier())
    return false;
  const std::string Lower = D->getName().lower();
  return llvm::any_of(Words, [&](llvm::StringRef Word) { return llvm::StringRef(Lower).contains(Word); });
}

} // namespace cotidy

#endif
