// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What coroutines do that others await: some are done when they are called, and nothing is gained by awaiting
// several of them together.

#ifndef COTIDY_TOOL_PROGRAM_AWAITEDWORK_H
#define COTIDY_TOOL_PROGRAM_AWAITEDWORK_H

#include "CallGraph.h"

#include "llvm/ADT/SetVector.h"

namespace cotidy {

class AwaitedWork {
public:
  explicit AwaitedWork(const CallGraph &Graph, size_t Units);

  /// Whether \p To waits for nothing; if it is \p Dispatched, all that overrides it too.
  bool isDoneAtOnce(CallGraph::Node To, bool Dispatched) const;

  /// Whether \p To, or what overrides it, is a coroutine that tells of limits, itself or by what it awaits:
  /// what it waits for is judged there.
  bool isAskedItself(CallGraph::Node To) const;

private:
  llvm::SetVector<CallGraph::Node> withOverriders(CallGraph::Node To) const;

  const CallGraph &Graph;
  std::vector<std::vector<CallGraph::Node>> Overriders; ///< by node
  std::vector<std::vector<CallGraph::Node>> Awaited;    ///< by node: what it calls that returns an awaitable
};

} // namespace cotidy

#endif
