// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether the callers of a coroutine, and theirs, limit what it waits for: the same question that one unit
// answers for itself, over all of them.

#ifndef COTIDY_TOOL_PROGRAM_CALLERWAYS_H
#define COTIDY_TOOL_PROGRAM_CALLERWAYS_H

#include "CallGraph.h"

namespace cotidy {

class CallerWays {
public:
  struct Answer {
    bool Unlimited = false; ///< on some way; also if nobody calls it
    bool Certain = false;   ///< whatever units there may be beside these
    // The call of the coroutine on that way; null if nobody calls it.
    const CallerFact *Call = nullptr;
    size_t Unit = 0;
  };

  explicit CallerWays(const CallGraph &Graph, size_t Units);

  Answer answer(size_t Unit, const QuestionFact &Q) const;

private:
  struct From {
    size_t Unit;
    const CallerFact *Call;
  };

  const CallGraph &Graph;
  std::vector<std::vector<From>> Callers; ///< by node, in the order of the units
};

} // namespace cotidy

#endif
