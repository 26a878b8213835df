// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is repeated in a loop: its statements, what they declare, its awaits and jumps, and what decides
// whether an iteration comes to a statement.

#ifndef COTIDY_SEMANTICS_LOOPPARTS_H
#define COTIDY_SEMANTICS_LOOPPARTS_H

#include "semantics/Unit.h"

#include "llvm/ADT/DenseSet.h"

namespace cotidy {

class LoopParts {
public:
  LoopParts(Unit &U, const BodyIndex &Body, const LoopInfo &Loop);

  /// The nodes that are repeated, in order: without a for's initialiser and a range.
  llvm::ArrayRef<const clang::Stmt *> nodes() const { return Nodes; }
  bool isRepeated(const clang::Stmt *S) const { return NodeSet.contains(S); }
  bool containsAwait(const clang::Stmt *S) const;

  /// Whether \p D is made anew in each iteration.
  bool isLocal(const clang::Decl *D) const { return Declared.contains(D); }

  /// The conditions, and blocks whose exceptions, decide whether an iteration comes to \p S.
  llvm::SmallVector<const clang::Stmt *, 4> deciders(const clang::Stmt *S) const;

  /// Jumps of the repeated part, and whether one leaves \p Around.
  llvm::ArrayRef<const clang::Stmt *> jumps() const { return Jumps; }
  bool leaves(const clang::Stmt *Jump, const clang::Stmt *Around) const;

private:
  void addDeciders(const clang::Stmt *S, const clang::Stmt *Top,
                   llvm::SmallVectorImpl<const clang::Stmt *> &Found) const;

  Unit &U;
  const BodyIndex &Body;
  const LoopInfo &Loop;
  std::vector<const clang::Stmt *> Nodes;
  llvm::DenseSet<const clang::Stmt *> NodeSet;
  std::vector<const clang::Stmt *> Jumps;
  llvm::DenseSet<const clang::Decl *> Declared;
};

/// The variable a name stands for: of a structured binding, the object taken apart; null for functions and
/// the like.
const clang::ValueDecl *objectOf(const clang::Decl *D);

} // namespace cotidy

#endif
