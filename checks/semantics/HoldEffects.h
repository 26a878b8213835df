// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What each statement does to what is held: declarations and ends of scopes, temporaries, and calls.

#ifndef COTIDY_SEMANTICS_HOLDEFFECTS_H
#define COTIDY_SEMANTICS_HOLDEFFECTS_H

#include "semantics/HoldCalls.h"
#include "semantics/HoldHelpers.h"
#include "semantics/HoldOwners.h"
#include "semantics/OwnerUses.h"
#include "semantics/Unit.h"

#include "clang/Analysis/CFG.h"

namespace cotidy {

class HoldEffects {
public:
  HoldEffects(Unit &U, const Coroutine &C, Holdings &Types, HoldTable &Table)
      : U(U), C(C), Body(*C.Index), Types(Types), Table(Table), Owners(Types, Body), Calls(Types, Table),
        Uses(Body, Types, Table), Helpers(U, Types) {}

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
  void helper(HoldState &S, const CallSite &Site);
  void endOfScope(HoldState &S, const clang::VarDecl &Var);
  unsigned ownerResource(const clang::VarDecl &Var, const OwnedPart &Part,
                         llvm::ArrayRef<const clang::Expr *> Mutexes);

  Unit &U;
  const Coroutine &C;
  const BodyIndex &Body;
  Holdings &Types;
  HoldTable &Table;
  HoldOwners Owners;
  HoldCalls Calls;
  OwnerUses Uses;
  HoldHelpers Helpers;
};

} // namespace cotidy

#endif
