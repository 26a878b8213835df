// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where the standard library compares tasks with each other, and not what they give.

#ifndef COTIDY_SEMANTICS_TASKORDER_H
#define COTIDY_SEMANTICS_TASKORDER_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p Site sorts or searches a range of tasks by their own operators: `std::sort(tasks.begin(),
/// tasks.end())`.
bool comparesTasks(Unit &U, const CallSite &Site);

/// Whether an object of type \p T keeps tasks in the order of their own operators: std::set<task>.
bool ordersTasks(Unit &U, clang::QualType T);

} // namespace cotidy

#endif
