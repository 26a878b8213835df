// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Members of classes by their names: of specialisations that nobody needed complete as well, and of bases.

#ifndef COTIDY_SEMANTICS_CLASSMEMBERS_H
#define COTIDY_SEMANTICS_CLASSMEMBERS_H

#include "clang/AST/DeclCXX.h"

namespace cotidy {

/// The definition to look members up in: of a specialisation nobody needed complete yet, its template's. Null
/// if there is none.
const clang::CXXRecordDecl *lookInto(const clang::CXXRecordDecl &Class);

/// A member of \p Class or of one of its bases, without which a class is none of the kind that is asked for:
/// libraries keep such members in bases. Null if there is none.
clang::NamedDecl *memberNamed(const clang::CXXRecordDecl &Class, clang::DeclarationName Name);

/// The methods of \p Class and its bases with this name.
llvm::SmallVector<const clang::CXXMethodDecl *, 2> methodsNamed(const clang::CXXRecordDecl &Class,
                                                                llvm::StringRef Name);

} // namespace cotidy

#endif
