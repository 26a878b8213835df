// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A forward dataflow over Clang's CFG that keeps states apart where the function repeats a question.

#ifndef COTIDY_SEMANTICS_PATHFLOW_H
#define COTIDY_SEMANTICS_PATHFLOW_H

#include "semantics/PathFacts.h"

#include <set>

namespace cotidy {

/// \p State is copied and has `bool join(const State &)`, which says whether there is more than before.
template <typename State> class PathFlow {
public:
  using Paths = std::map<Answers, State>;

  PathFlow(const BodyIndex &Body, const clang::ASTContext &AST, const clang::CFG &Graph)
      : Facts(Body, AST, Graph), Graph(Graph), In(Graph.getNumBlockIDs()) {}

  /// \p Run takes a state over an element; \p Edge over the way from a block to its next one, the first of
  /// two or not.
  template <typename Run, typename Edge> void solve(State Entry, Run &&OnElement, Edge &&OnEdge) {
    std::vector<const clang::CFGBlock *> Blocks(Graph.getNumBlockIDs());
    for (const clang::CFGBlock *Block : Graph)
      Blocks[Block->getBlockID()] = Block;
    // Clang numbers blocks from the exit, so the greatest comes first.
    std::set<unsigned, std::greater<unsigned>> Work{Graph.getEntry().getBlockID()};
    In[Graph.getEntry().getBlockID()][Answers()] = std::move(Entry);
    while (!Work.empty()) {
      const clang::CFGBlock &Block = *Blocks[*Work.begin()];
      Work.erase(Work.begin());
      const Paths Before = In[Block.getBlockID()];
      for (const auto &[Answered, Held] : Before) {
        Answers Known = Answered;
        State S = Held;
        for (const clang::CFGElement &Element : Block) {
          OnElement(S, Element);
          if (std::optional<clang::CFGStmt> Statement = Element.getAs<clang::CFGStmt>())
            Facts.run(Known, Statement->getStmt());
        }
        follow(Block, Known, S, OnEdge, Work);
      }
    }
  }

  /// What may hold at the beginning of \p Block, after solve().
  Paths &before(const clang::CFGBlock &Block) { return In[Block.getBlockID()]; }

private:
  template <typename Edge>
  void follow(const clang::CFGBlock &Block, const Answers &Known, const State &S, Edge &&OnEdge,
              std::set<unsigned, std::greater<unsigned>> &Work) {
    const clang::Expr *Condition = conditionOf(Block);
    std::optional<PathFacts::Question> Question = Condition ? Facts.of(Condition) : std::nullopt;
    const auto *Loop = llvm::dyn_cast_or_null<clang::DoStmt>(Block.getTerminatorStmt());
    const bool IsOneRound = Loop && isOneRound(*Loop);
    bool First = true;
    for (const clang::CFGBlock::AdjacentBlock &Next : Block.succs()) {
      Answers Answer = Known;
      bool Possible =
          !(First && IsOneRound) && (!Question || Answer.add(Question->Fact, First == Question->Positive));
      if (Next && Possible) {
        State Out = S;
        OnEdge(Out, Block, *Next, First);
        auto [Into, New] = In[Next->getBlockID()].try_emplace(Answer, Out);
        if (New || Into->second.join(Out))
          Work.insert(Next->getBlockID());
      }
      First = false;
    }
  }

  const PathFacts Facts;
  const clang::CFG &Graph;
  std::vector<Paths> In; ///< by block
};

} // namespace cotidy

#endif
