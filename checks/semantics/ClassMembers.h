// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is written of a class and of its functions: members by their names, of bases too, and of
// specialisations that nobody needed complete.

#ifndef COTIDY_SEMANTICS_CLASSMEMBERS_H
#define COTIDY_SEMANTICS_CLASSMEMBERS_H

#include "clang/AST/DeclCXX.h"

namespace cotidy {

/// The definition to look members up in: of a specialisation nobody needed complete yet, its template's. Null
/// if there is none.
const clang::CXXRecordDecl *lookInto(const clang::CXXRecordDecl &Class);

/// The definition of \p F; of a specialisation nobody needed yet, its template's. Null if there is none.
const clang::FunctionDecl *writtenDefinition(const clang::FunctionDecl &F);

/// A member of \p Class or of one of its bases, without which a class is none of the kind that is asked for:
/// libraries keep such members in bases. Null if there is none.
clang::NamedDecl *memberNamed(const clang::CXXRecordDecl &Class, clang::DeclarationName Name);

/// The methods of \p Class and its bases with this name.
llvm::SmallVector<const clang::CXXMethodDecl *, 2> methodsNamed(const clang::CXXRecordDecl &Class,
                                                                llvm::StringRef Name);

} // namespace cotidy

#endif
