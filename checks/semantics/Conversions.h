// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tasks that turn into their values by themselves.

#ifndef COTIDY_SEMANTICS_CONVERSIONS_H
#define COTIDY_SEMANTICS_CONVERSIONS_H

#include "clang/AST/DeclCXX.h"

namespace cotidy {

/// Whether converting an object by \p To waits for its value: `operator T()` of a template, not a question as
/// `operator bool()` is.
bool givesValue(const clang::CXXConversionDecl &To);

/// Whether \p Class has a conversion that does.
bool convertsToValue(const clang::CXXRecordDecl &Class);

/// Whether the awaiter \p Class converts to what awaiting it gives: the one waits as the other does.
bool convertsToResult(const clang::CXXRecordDecl &Class);

} // namespace cotidy

#endif
