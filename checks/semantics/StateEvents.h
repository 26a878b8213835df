// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which shared state a function touches, and where: the events that the knowledge of it lives on.

#ifndef COTIDY_SEMANTICS_STATEEVENTS_H
#define COTIDY_SEMANTICS_STATEEVENTS_H

#include "semantics/SharedAccess.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace cotidy {

struct StateEvent {
  unsigned State; ///< a number of StateEvents
  TouchAt At;
  bool Beyond = false; ///< a method's result leads to what an element points to
};

class StateEvents {
public:
  StateEvents(Unit &U, const BodyIndex &Body);

  bool empty() const { return States.empty(); }
  const SharedState &operator[](unsigned N) const { return States[N]; }

  /// What the statement \p S does to shared state.
  llvm::ArrayRef<StateEvent> at(const clang::Stmt &S) const;
  /// The event of the expression that names the state, or that calls a method of this object for a part of
  /// it; null if \p Name does neither.
  const StateEvent *named(const clang::Expr &Name) const;
  /// The state that a range-for walks with the iterator \p Begin.
  std::optional<unsigned> walkedBy(const clang::VarDecl &Begin) const;
  /// Whether \p Holder is the iterator of a range-for: nothing looks at it anew.
  bool isHidden(const void *Holder) const { return Iterators.contains(Holder); }

private:
  unsigned number(const SharedState &State);
  void addName(const clang::Expr &Name);
  void addAccessor(Unit &U, const clang::CXXMemberCallExpr &Call);
  void addRange(const clang::CXXForRangeStmt &For);

  const BodyIndex &Body;
  std::vector<SharedState> States;
  llvm::DenseMap<const clang::Expr *, StateEvent> Named;
  llvm::DenseMap<const clang::Stmt *, llvm::SmallVector<StateEvent, 1>> Events; ///< by what does it
  llvm::DenseMap<const clang::VarDecl *, unsigned> Walked;
  llvm::SmallPtrSet<const void *, 2> Iterators;
};

} // namespace cotidy

#endif
