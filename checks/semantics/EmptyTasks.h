// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Task types whose empty objects are tasks as well: done from the start, with nothing to wait for.

#ifndef COTIDY_SEMANTICS_EMPTYTASKS_H
#define COTIDY_SEMANTICS_EMPTYTASKS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether a default-made object of the task type \p Type can be awaited, as far as its code shows.
bool isTaskWhenEmpty(Unit &U, const AwaitableInfo &Type);

} // namespace cotidy

#endif
