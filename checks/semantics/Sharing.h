// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// May one object serve several operations at once?

#ifndef COTIDY_SEMANTICS_SHARING_H
#define COTIDY_SEMANTICS_SHARING_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether operations on an object of \p Class must follow each other: by model, of it or of what it holds.
bool isOrdered(Unit &U, const clang::CXXRecordDecl *Class);

/// Whether a model says that an object of \p Class is there to be shared; false for null.
bool isSharable(Unit &U, const clang::CXXRecordDecl *Class);

} // namespace cotidy

#endif
