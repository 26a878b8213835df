// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conditions that a function asks more than once with the same answer, so that what was done under `if (b)`
// is seen to be undone under a second `if (b)`.

#ifndef COTIDY_SEMANTICS_PATHFACTS_H
#define COTIDY_SEMANTICS_PATHFACTS_H

#include "semantics/BodyIndex.h"

#include "clang/Analysis/CFG.h"
#include <map>

namespace cotidy {

/// What is known of the facts on one path.
struct Answers {
  unsigned Known = 0; ///< a bit per fact
  unsigned True = 0;

  /// Adds the answer to \p Fact; false if the opposite is known.
  bool add(unsigned Fact, bool Answer);
  bool operator<(const Answers &Other) const {
    return std::pair(Known, True) < std::pair(Other.Known, Other.True);
  }
};

class PathFacts {
public:
  struct Question {
    unsigned Fact;
    bool Positive; ///< the fact holds where the condition is true
  };

  PathFacts(const BodyIndex &Body, const clang::ASTContext &AST, const clang::CFG &Graph);

  /// The fact that \p Condition asks for; none if nothing else asks for it or its answer may change.
  std::optional<Question> of(const clang::Expr *Condition) const;
  /// What \p S makes known, or unknown, by declaring or assigning a flag.
  void run(Answers &A, const clang::Stmt *S) const;

private:
  using Key = std::vector<unsigned>;
  std::optional<Key> key(const clang::Expr *&Condition, bool &Positive) const;
  bool isStable(const clang::Expr *E) const;
  bool isFlag(const clang::VarDecl &Var) const;

  const BodyIndex &Body;
  const clang::ASTContext &AST;
  std::map<Key, unsigned> Facts;
  llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<unsigned, 1>> About;
  llvm::DenseMap<const clang::VarDecl *, unsigned> Flags;
};

/// The condition at the end of \p Block, of a branch that has one.
const clang::Expr *conditionOf(const clang::CFGBlock &Block);

} // namespace cotidy

#endif
