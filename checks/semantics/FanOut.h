// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where a function starts a task for each element of a range of unknown size, and nothing limits how many are
// in flight.

#ifndef COTIDY_SEMANTICS_FANOUT_H
#define COTIDY_SEMANTICS_FANOUT_H

#include "semantics/LoopFlow.h"

namespace cotidy {

struct FanOut {
  const clang::Expr *At;                   ///< the spawn, or the join of tasks collected before
  std::string Over;                        ///< what there is a task for: `every element of 'names'`
  clang::SourceLocation MadeAt;            ///< the call that makes each task, where that is not At
  bool Arrivals;                           ///< one task for each peer, message or event, not for each element
  const LoopInfo *Loop = nullptr;          ///< collected tasks: the loop that does so
  const clang::ValueDecl *Tasks = nullptr; ///< where they are collected
  const CallSite *Task = nullptr;          ///< what makes each
  std::optional<uint64_t> Count = {};      ///< how many there are, where the code says so
};

/// \p MaxSize is how many tasks at once need no limit.
std::vector<FanOut> findFanOut(Unit &U, const BodyIndex &Body, unsigned MaxSize);

} // namespace cotidy

#endif
