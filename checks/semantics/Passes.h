// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Local containers that one pass fills and one pass walks, and nothing else looks at.

#ifndef COTIDY_SEMANTICS_PASSES_H
#define COTIDY_SEMANTICS_PASSES_H

#include "semantics/Unit.h"

namespace cotidy {

/// A loop, or a call of an algorithm on a container's begin and end.
struct Pass {
  const clang::Stmt *S = nullptr;
  const LoopInfo *Loop = nullptr;     ///< null: an algorithm
  const clang::Expr *Range = nullptr; ///< what it walks over; null: not known
  bool ByIndex = false;               ///< one place after another: `squares[i] = numbers[i] * numbers[i];`
};

struct InterimContainer {
  const clang::VarDecl *Var;
  Pass Filled;
  Pass Walked;
};

/// What the standard's \p Algorithm writes its results over, another range than it reads:
/// `std::transform(from.begin(), from.end(), to.begin(), f)`. Null if it is nothing of the kind.
const clang::Expr *writtenOver(Unit &U, const CallSite &Algorithm);

/// The container of which \p S, an assignment, writes an element: `to[i] = f(from[i])`; null if it is nothing
/// of the kind.
const clang::Expr *writtenInto(const clang::Stmt &S);

/// The ones of \p Body, in the order of their declarations. Both passes are statements of one block, the
/// container begins empty or is written over as a whole, and its elements are no tasks.
std::vector<InterimContainer> interimContainers(Unit &U, const BodyIndex &Body);

} // namespace cotidy

#endif
