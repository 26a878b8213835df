// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_SEMANTICS_DURATIONS_H
#define COTIDY_SEMANTICS_DURATIONS_H

#include "clang/AST/Expr.h"
#include <optional>

namespace cotidy {

/// How many seconds the constant duration \p E is; empty if it is no constant, or no duration of the standard
/// library: a bare number has a unit of its own in each function.
std::optional<double> constantSeconds(const clang::Expr &E, const clang::ASTContext &AST);

/// `0`, `-1`, `std::nullopt`, `milliseconds::max()`: what stands for "no limit" where a time is expected.
bool meansForever(const clang::Expr &E, const clang::ASTContext &AST);

} // namespace cotidy

#endif
