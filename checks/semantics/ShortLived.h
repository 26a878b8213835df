// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which clients, connections and pools a function makes for one use, and throws away.

#ifndef COTIDY_SEMANTICS_SHORTLIVED_H
#define COTIDY_SEMANTICS_SHORTLIVED_H

#include "semantics/Unit.h"

namespace cotidy {

struct ShortLived {
  const clang::VarDecl *Var;
  const clang::CXXRecordDecl *Class;
  const clang::Expr *Opened; ///< the await that connects it; null: a model says that it is expensive to make
  int Loop;                  ///< the loop that makes one for each element; -1: one for each call
};

/// The ones in \p C: known by model, or because they are named a client or the like, and the coroutine awaits
/// a call that connects them. One that leaves the coroutine, or serves a loop of awaits, is there for more
/// than one use.
std::vector<ShortLived> shortLivedClients(Unit &U, const Coroutine &C);

} // namespace cotidy

#endif
