// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How tasks get into a container: one by one, or by an algorithm that makes one for each element.

#ifndef COTIDY_SEMANTICS_TASKADDITIONS_H
#define COTIDY_SEMANTICS_TASKADDITIONS_H

#include "semantics/Unit.h"

namespace cotidy {

struct TaskAddition {
  const clang::Expr *Place; ///< the call that adds, or names the place that is assigned to
  llvm::SmallVector<const clang::Expr *, 2> Values; ///< what may be added
  const CallSite *Algorithm = nullptr; ///< what makes the tasks of all elements; null: the values
  const clang::Expr *Maker = nullptr;  ///< the callable it makes each with
};

/// What is added to the container that \p Use names: `tasks.push_back(f(x))`, `tasks[i] = f(x)`,
/// `std::transform(..., std::back_inserter(tasks), f)`.
std::optional<TaskAddition> additionAt(Unit &U, const BodyIndex &Body, const clang::Expr *Use);

} // namespace cotidy

#endif
