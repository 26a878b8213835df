// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What flows where in one loop: which of what its iterations write comes out of an await, and what changes
// from one iteration to the next without one. Order within an iteration is looked at only to see that an
// object is written before it is read.

#ifndef COTIDY_SEMANTICS_LOOPFLOW_H
#define COTIDY_SEMANTICS_LOOPFLOW_H

#include "semantics/LoopEffects.h"

namespace cotidy {

class LoopFlow {
public:
  LoopFlow(Unit &U, const BodyIndex &Body, unsigned Loop);

  const LoopParts &parts() const { return Parts; }

  /// What \p S uses of what an earlier iteration's awaits have left behind, but for \p Beside; null if
  /// nothing.
  const clang::ValueDecl *carriedIn(const clang::Stmt *S, const clang::ValueDecl *Beside = nullptr) const {
    return usesAny(S, Carried, Beside);
  }
  /// Whether \p S awaits, or uses what an await of this iteration gave or changed.
  bool isAwaited(const clang::Stmt *S) const;
  /// Whether \p S uses what is different in each iteration whatever the awaits give.
  const clang::ValueDecl *variesIn(const clang::Stmt *S, const clang::ValueDecl *Beside = nullptr) const {
    return usesAny(S, Varying, Beside);
  }
  /// A counter, iterator or pointer from outside that the loop steps: not an object that it makes calls on.
  bool isCounter(const clang::ValueDecl *D) const;
  /// An object from outside the loop that the loop itself steps, and \p S uses; null if there is none.
  const clang::ValueDecl *steppedIn(const clang::Stmt *S, const clang::ValueDecl *Beside = nullptr) const {
    return usesAny(S, Stepped, Beside);
  }

  /// The object that the place \p E is in.
  const clang::ValueDecl *rootOf(const clang::Expr *E) const { return Effects.rootOf(E); }

private:
  using DeclSet = llvm::DenseSet<const clang::Decl *>;

  void settle();
  bool isDecidedByAwait(const clang::Stmt *S) const;
  bool isOverwritten(const clang::ValueDecl *D) const;
  bool isKept(const clang::Expr *Place) const;
  bool isAskedFirst(const clang::Expr *Place) const;
  bool isElementAccess(const clang::Expr *Place) const;
  const clang::ValueDecl *usesAny(const clang::Stmt *S, const DeclSet &Set,
                                  const clang::ValueDecl *Beside = nullptr) const;

  Unit &U;
  const BodyIndex &Body;
  const LoopInfo &Loop;
  LoopParts Parts;
  LoopEffects Effects;
  llvm::DenseSet<const clang::Expr *> OfElement;  ///< uses of one element of a container, found by what
                                                  ///< varies: no other iteration's
  llvm::DenseSet<const clang::Expr *> AskedFirst; ///< uses of a cache before all awaits: no result of them
  DeclSet Awaited;                                ///< holds something that an await gave
  DeclSet Carried;                                ///< holds something that an earlier iteration's await gave
  DeclSet Stepped; ///< from outside, changed by the loop, but not by what an await gave
  DeclSet Varying; ///< differs in each iteration because of them, or is the element
};

} // namespace cotidy

#endif
