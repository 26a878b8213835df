// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Variables whose awaitable is consumed on some paths and lost on others, or overwritten before it was
// consumed.

#ifndef COTIDY_SEMANTICS_PARTIALLOSS_H
#define COTIDY_SEMANTICS_PARTIALLOSS_H

#include "core/Finding.h"
#include "semantics/Consumption.h"

namespace cotidy {

struct PartialLoss {
  const clang::VarDecl *Var;
  const clang::Stmt *At; ///< the assignment, the statement that leaves the scope, or the block that ends
  bool Overwritten;
};

/// What a check says of it. \p Itself: the variable is the awaitable, and does not only hold some.
Finding findingOf(const PartialLoss &Lost, bool Itself, Drop WhenDropped);

/// Which variables are asked for.
enum class Holders {
  Initialised, ///< locals that hold an awaitable from their declaration on
  Filled,      ///< parameters by value, and locals, containers and optionals that are given one later
};

/// In the order of the source, the first loss of each variable. \p Body is a function's or a coroutine's.
llvm::SmallVector<PartialLoss, 1> partialLosses(Unit &U, const BodyIndex &Body, const Consumption &Consumed,
                                                Holders Which = Holders::Initialised);

} // namespace cotidy

#endif
