// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How one call blocks, by what is said of its callee: a model, an attribute, or the callee's own name.

#ifndef COTIDY_SEMANTICS_BLOCKINGKIND_H
#define COTIDY_SEMANTICS_BLOCKINGKIND_H

#include "semantics/Unit.h"

namespace cotidy {

struct BlockingKind {
  enum Answer {
    Unknown, ///< nothing is said
    Never,   ///< its author says that it does not
    Models,  ///< unless what it waits for is there already
    Always,  ///< its author says so
  } Is = Unknown;
  BlockingCategory Category = BlockingCategory::None; ///< None: an attribute says it
  const FunctionModel *Model = nullptr;               ///< null: an attribute or the name says it
};

BlockingKind blockingKind(Unit &U, const CallSite &Site);

} // namespace cotidy

#endif
