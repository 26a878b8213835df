// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The words of a fix's template: placeholders, and names that must not meet the user's.

#ifndef COTIDY_SEMANTICS_TEMPLATEWORDS_H
#define COTIDY_SEMANTICS_TEMPLATEWORDS_H

#include "clang/Basic/LangOptions.h"
#include "llvm/ADT/StringSet.h"
#include <string>

namespace cotidy {

/// The length of the placeholder \p Text begins with, braces included; 0 if it begins with none.
size_t placeholderLength(llvm::StringRef Text);

/// The names a template may declare for itself: every word that is neither qualified nor a member, unless the
/// language knows it.
llvm::StringSet<> ownNames(llvm::StringRef Template, const clang::LangOptions &Lang);

bool usesAny(llvm::StringRef Text, const llvm::StringSet<> &Names);

/// \p Name, or the same with a number if the text of \p Function has the word, or it is \p Taken.
std::string freshName(llvm::StringRef Name, llvm::StringRef Function, const llvm::StringSet<> &Taken);

} // namespace cotidy

#endif
