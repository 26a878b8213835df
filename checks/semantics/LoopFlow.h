// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What flows where in one loop: which objects its iterations write, which of that comes out of an await, and
// what changes from one iteration to the next without one. An object is a variable, or a member of *this;
// parts of it, and what it points to, count as it. Order within an iteration is looked at only to see that
// an object is written before it is read.

#ifndef COTIDY_SEMANTICS_LOOPFLOW_H
#define COTIDY_SEMANTICS_LOOPFLOW_H

#include "semantics/Unit.h"

#include "llvm/ADT/DenseSet.h"

namespace cotidy {

class LoopFlow {
public:
  LoopFlow(Unit &U, const BodyIndex &Body, unsigned Loop);

  /// The nodes that are repeated, in order: without a for's initialiser and a range.
  llvm::ArrayRef<const clang::Stmt *> nodes() const { return Nodes; }
  bool isRepeated(const clang::Stmt *S) const { return NodeSet.contains(S); }

  /// Whether \p D is made anew in each iteration.
  bool isLocal(const clang::Decl *D) const { return Declared.contains(D); }

  /// Whether \p S uses what an earlier iteration's awaits have left behind; \p D says where that is.
  const clang::ValueDecl *carriedIn(const clang::Stmt *S) const { return usesAny(S, Carried); }
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

  /// The object that the place \p E is in: through members, subscripts, dereferences and accessors. For *this
  /// itself, the coroutine's method is given. Null: made here, or not known.
  const clang::ValueDecl *rootOf(const clang::Expr *E) const;

  /// The conditions, and blocks whose exceptions, decide whether an iteration comes to \p S.
  llvm::SmallVector<const clang::Stmt *, 4> deciders(const clang::Stmt *S) const;
  bool isDecidedByAwait(const clang::Stmt *S) const;

  /// Jumps of the repeated part, and whether one leaves \p Around.
  llvm::ArrayRef<const clang::Stmt *> jumps() const { return Jumps; }
  bool leaves(const clang::Stmt *Jump, const clang::Stmt *Around) const;

private:
  struct Use {
    const clang::ValueDecl *Of;
    const clang::Expr *At;
    bool OfElement; ///< one element of a container, found by what varies: no other iteration's
  };
  struct Write {
    const clang::ValueDecl *To;
    const clang::Stmt *From; ///< what is computed into it
    bool Through;            ///< to what it points to
    bool ByAwait;            ///< done by an awaited operation
  };
  using DeclSet = llvm::DenseSet<const clang::Decl *>;

  void collect();
  void collectUses();
  void collectWrites();
  void follow(const clang::ValueDecl *To, const clang::Expr *Place, unsigned Depth);
  void followAlias(const clang::ValueDecl *To, const clang::VarDecl &Alias, bool Through, unsigned Depth);
  void write(const clang::ValueDecl *To, const clang::Stmt *From, bool Through, clang::QualType PlaceType);
  void settle();
  void addDeciders(const clang::Stmt *S, const clang::Stmt *Top,
                   llvm::SmallVectorImpl<const clang::Stmt *> &Found) const;
  bool isOverwritten(const clang::ValueDecl *D) const;
  bool containsAwait(const clang::Stmt *S) const;
  bool isElementAccess(const clang::Expr *Place) const;
  const clang::ValueDecl *usesAny(const clang::Stmt *S, const DeclSet &Set,
                                  const clang::ValueDecl *Beside = nullptr) const;

  Unit &U;
  const BodyIndex &Body;
  const LoopInfo &Loop;
  std::vector<const clang::Stmt *> Nodes;
  llvm::DenseSet<const clang::Stmt *> NodeSet;
  std::vector<const clang::Stmt *> Jumps;
  DeclSet Declared;
  std::vector<Use> Uses;
  std::vector<Write> Writes;
  DeclSet Awaited; ///< holds something that an await gave
  DeclSet Carried; ///< holds something that an earlier iteration's await gave
  DeclSet Stepped; ///< from outside, changed by the loop, but not by what an await gave
  DeclSet Varying; ///< differs in each iteration because of them, or is the element
};

/// The variable a name stands for: of a structured binding, the object taken apart; null for functions and
/// the like.
const clang::ValueDecl *objectOf(const clang::Decl *D);

/// Whether \p Container is one of tasks, handles or operations.
bool holdsTasks(Unit &U, clang::QualType Container);

/// The calls an await's operand makes whose results are awaited: the outermost one, and those it wraps.
/// Empty if the operand is no call made here. \p Handle is set to a task that existed before.
llvm::SmallVector<const CallSite *, 2> awaitedCalls(Unit &U, const BodyIndex &Body, const Suspension &At,
                                                    const clang::Expr *&Handle);

} // namespace cotidy

#endif
