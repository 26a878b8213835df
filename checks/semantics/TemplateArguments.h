// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_SEMANTICS_TEMPLATEARGUMENTS_H
#define COTIDY_SEMANTICS_TEMPLATEARGUMENTS_H

#include "clang/AST/DeclCXX.h"

namespace cotidy {

/// The first template argument of \p Class if that is a type: the value of a task, the element of a
/// container, the signature of a wrapper of functions. Null if it is none, or for null.
clang::QualType firstTypeArgument(const clang::CXXRecordDecl *Class);

/// The same of \p T as it is written: `std::string`, where the class has `std::basic_string<char>`.
clang::QualType firstWrittenArgument(clang::QualType T);

/// The class that \p T is; of one that depends on a template's parameters, the template's. Null if it is
/// none.
const clang::CXXRecordDecl *classOrTemplate(clang::QualType T);

} // namespace cotidy

#endif
