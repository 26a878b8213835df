// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether, and on which way, a call leads to what blocks, through the functions of all units.

#ifndef COTIDY_TOOL_PROGRAM_BLOCKINGWAYS_H
#define COTIDY_TOOL_PROGRAM_BLOCKINGWAYS_H

#include "CallGraph.h"

#include "llvm/ADT/BitVector.h"
#include <map>
#include <optional>
#include <tuple>

namespace cotidy {

class BlockingWays {
public:
  struct Step {
    size_t Unit;
    FactPlace At;
    std::string Text;
  };
  struct Way {
    const BlockFact *End;
    std::vector<Step> Steps; ///< from the callee to what blocks
  };

  explicit BlockingWays(const CallGraph &Graph);

  /// The shortest way from the callee that \p Q of \p Unit asks about.
  std::optional<Way> shortest(size_t Unit, const QuestionFact &Q);

  /// The functions on the ways that were asked for that no unit known so far defines, pure ones included.
  std::vector<CallGraph::Node> missing(llvm::ArrayRef<std::pair<size_t, const QuestionFact *>> Asked) const;

private:
  /// What makes questions look for the same: categories, ignored functions, whether the coroutine polls.
  using Kind = std::tuple<std::vector<std::string>, std::vector<std::string>, bool>;

  bool allLead(CallGraph::Node Method, const llvm::BitVector &Leads, unsigned Depth = 16) const;
  bool isIgnored(CallGraph::Node N, const QuestionFact &Q) const;
  bool isWanted(const BlockFact &Block, const QuestionFact &Q) const;
  const llvm::BitVector &leading(const QuestionFact &Q);

  const CallGraph &Graph;
  std::vector<std::vector<CallGraph::Node>> CalledBy;
  std::vector<std::vector<CallGraph::Node>> DispatchedBy;
  std::vector<std::vector<CallGraph::Node>> Overriders, Overridden;
  std::map<Kind, llvm::BitVector> Leading; ///< to what such questions look for
};

} // namespace cotidy

#endif
