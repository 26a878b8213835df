// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether something that begins in a coroutine is still relied on after a suspension.

#ifndef COTIDY_SEMANTICS_CROSSINGS_H
#define COTIDY_SEMANTICS_CROSSINGS_H

#include "semantics/Unit.h"

namespace cotidy {

/// What a statement is to the thing in question.
enum class Mark { None, Begins, Relies, Ends };

struct Crossing {
  const clang::Stmt *Began;
  const clang::Expr *Suspended;
  const clang::Stmt *Relies;
};

/// The first place, in the order of the source, where some path comes from a statement that begins it,
/// through a suspension for which \p Counts holds, to one that relies on it; none if there is no such path.
/// \p Before stands for what began it before the coroutine did, if something has.
std::optional<Crossing> crossing(Unit &U, const Coroutine &C,
                                 llvm::function_ref<Mark(const clang::Stmt &)> MarkOf,
                                 llvm::function_ref<bool(const Suspension &)> Counts,
                                 const clang::Stmt *Before = nullptr);

} // namespace cotidy

#endif
