// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Smart pointers, optionals and other handles, by what makes them such: an operator->.

#ifndef COTIDY_SEMANTICS_SMARTPOINTERS_H
#define COTIDY_SEMANTICS_SMARTPOINTERS_H

#include "clang/AST/DeclTemplate.h"

namespace cotidy {

/// The type an object of \p Class leads to, if \p Class has an operator-> and is a template over that type;
/// null if it is nothing of the kind.
const clang::TemplateArgument *pointeeOf(const clang::CXXRecordDecl &Class);

/// The class that the operator-> of \p Class gives, through a pointer; null if there is none.
const clang::CXXRecordDecl *ledTo(const clang::CXXRecordDecl &Class);

} // namespace cotidy

#endif
