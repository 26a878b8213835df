// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What becomes of what an owner holds where the owner is used: methods of guards, what is put into a wrapper
// or assigned, and guards that are handed to functions.

#ifndef COTIDY_SEMANTICS_OWNERUSES_H
#define COTIDY_SEMANTICS_OWNERUSES_H

#include "semantics/BodyIndex.h"
#include "semantics/HoldCalls.h"

namespace cotidy {

class OwnerUses {
public:
  OwnerUses(const BodyIndex &Body, Holdings &Types, HoldTable &Table)
      : Body(Body), Types(Types), Table(Table) {}

  /// A method of an owner, or of what an owner is in; false if the call is on nothing of the kind.
  bool called(HoldState &S, const CallSite &Site);
  void assigned(HoldState &S, const clang::CXXOperatorCallExpr &E);
  /// Guards among the arguments of a call: gone if moved, of unknown state if the function can change them.
  void passed(HoldState &S, const CallSite &Site);
  /// Guards that a function, or an object that is made, can change from here on.
  void handedOver(HoldState &S, const CallSite &Site);

private:
  void method(HoldState &S, unsigned R, const CallSite &Site);
  void put(HoldState &S, unsigned R, const CallSite &Site);
  void moveAwayIfMoved(HoldState &S, const clang::Expr *Arg, const void *Node);
  unsigned memberResource(const Place &Where, const Holding &Type, const clang::Expr *Named);

  const BodyIndex &Body;
  Holdings &Types;
  HoldTable &Table;
};

} // namespace cotidy

#endif
