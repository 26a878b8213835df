// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls that take or give back without an owner: a mutex locked by hand, a function that locks its arguments
// or what its attributes name, a transaction begun on a connection.

#ifndef COTIDY_SEMANTICS_HOLDCALLS_H
#define COTIDY_SEMANTICS_HOLDCALLS_H

#include "semantics/HoldTable.h"

namespace cotidy {

class HoldCalls {
public:
  HoldCalls(Holdings &Types, HoldTable &Table) : Types(Types), Table(Table) {}

  /// Whether a call may take something, for the decision whether to look at a function at all.
  bool mayTake(const CallSite &Site);
  /// What \p Site does to anything that has no owner in \p S; false if it is no such call.
  bool run(HoldState &S, const CallSite &Site);
  /// The mutex that a method is called on; none if it is none.
  std::optional<Holding> mutexOf(const CallSite &Site);

private:
  bool lockArguments(HoldState &S, const CallSite &Site);
  bool capabilities(HoldState &S, const CallSite &Site);
  bool transaction(HoldState &S, const CallSite &Site);
  bool mutex(HoldState &S, const CallSite &Site);
  void byHand(HoldState &S, const Place &Where, const Holding &Type, Change Does, const clang::Expr *Named,
              const CallSite &Site);

  Holdings &Types;
  HoldTable &Table;
};

/// The place a method is called on; empty if there is none or it is not known.
Place placeOfObject(const CallSite &Site);

} // namespace cotidy

#endif
