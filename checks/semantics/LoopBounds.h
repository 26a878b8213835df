// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How often a loop runs, where that can be read from the code.

#ifndef COTIDY_SEMANTICS_LOOPBOUNDS_H
#define COTIDY_SEMANTICS_LOOPBOUNDS_H

#include "semantics/BodyIndex.h"

#include <optional>

namespace cotidy {

/// The most iterations \p Loop can have, if the code says so: a range of known size, a counter between
/// constants, a condition that is false.
std::optional<uint64_t> constantTrips(const LoopInfo &Loop, const BodyIndex &Body, clang::ASTContext &AST);

/// The number of elements of \p Range, if the code says so: an array, an initializer list, a container made
/// from one and never changed, an array in a class of its own.
std::optional<uint64_t> constantSize(const clang::Expr *Range, const BodyIndex &Body, clang::ASTContext &AST);

/// How far \p Last is from \p First, if the code says so: `begin + 4`, itself or as a variable's initialiser.
std::optional<uint64_t> constantDistance(const clang::Expr *First, const clang::Expr *Last,
                                         const BodyIndex &Body, clang::ASTContext &AST);

/// The range-for over a range whose element \p D is, or which reaches its elements through it; null if there
/// is none.
const LoopInfo *loopOver(const BodyIndex &Body, const clang::ValueDecl &D);

/// The condition of a loop; null for a range-for and for a loop without one.
const clang::Expr *conditionOf(const LoopInfo &Loop);

} // namespace cotidy

#endif
