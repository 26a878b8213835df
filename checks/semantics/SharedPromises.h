// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two handle types of one promise: the task that a coroutine gives its caller, and what that task gives once
// it is started.

#ifndef COTIDY_SEMANTICS_SHAREDPROMISES_H
#define COTIDY_SEMANTICS_SHAREDPROMISES_H

#include "models/Model.h"

#include "clang/AST/DeclCXX.h"
#include <optional>

namespace cotidy {

/// When the work of a \p Class begins, whose coroutines come to it by way of another handle: \p Promise,
/// which both name, makes the other. None if it makes a \p Class itself, so that initial_suspend tells.
std::optional<Start> startOfLaterHandle(const clang::CXXRecordDecl &Class,
                                        const clang::CXXRecordDecl &Promise);

} // namespace cotidy

#endif
