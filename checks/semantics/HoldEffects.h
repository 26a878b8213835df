// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What each statement does to what is held: declarations and ends of scopes, moves and assignments of owners,
// calls on them and with them.

#ifndef COTIDY_SEMANTICS_HOLDEFFECTS_H
#define COTIDY_SEMANTICS_HOLDEFFECTS_H

#include "semantics/HoldCalls.h"
#include "semantics/HoldHelpers.h"
#include "semantics/HoldOwners.h"
#include "semantics/Unit.h"

#include "clang/Analysis/CFG.h"

namespace cotidy {

class HoldEffects {
public:
  HoldEffects(Unit &U, const Coroutine &C, Holdings &Types, HoldTable &Table)
      : U(U), C(C), Body(*C.Index), Types(Types), Table(Table), Owners(Types, Body), Calls(Types, Table),
        Helpers(U, Types) {}

  /// Whether anything in this function can be held at all.
  bool any();
  /// What is held when the coroutine starts.
  void enter(HoldState &S);
  void run(HoldState &S, const clang::CFGElement &Element);

private:
  void statement(HoldState &S, const clang::Stmt *Node);
  void own(HoldState &S, const clang::VarDecl &Var, const OwnedPart &Part, Ownership Made);
  void temporary(HoldState &S, const clang::CXXBindTemporaryExpr &E);
  void call(HoldState &S, const clang::CallExpr &E);
  bool spinLock(HoldState &S, const clang::CallExpr &E);
  void method(HoldState &S, unsigned R, const CallSite &Site);
  void put(HoldState &S, unsigned R, const CallSite &Site);
  void assign(HoldState &S, const clang::CXXOperatorCallExpr &E);
  void arguments(HoldState &S, const CallSite &Site);
  void handedOver(HoldState &S, const CallSite &Site);
  void helper(HoldState &S, const CallSite &Site);
  void endOfScope(HoldState &S, const clang::VarDecl &Var);
  void moveAwayIfMoved(HoldState &S, const clang::Expr *Arg, const void *Node);
  unsigned ownerResource(const clang::VarDecl &Var, const OwnedPart &Part,
                         llvm::ArrayRef<const clang::Expr *> Mutexes);
  unsigned memberResource(const Place &Where, const Holding &Type, const clang::Expr *Named);

  Unit &U;
  const Coroutine &C;
  const BodyIndex &Body;
  Holdings &Types;
  HoldTable &Table;
  HoldOwners Owners;
  HoldCalls Calls;
  HoldHelpers Helpers;
};

} // namespace cotidy

#endif
