// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls that take or give back without an owner: a mutex locked by hand, a function that locks its arguments
// or what its attributes name, a transaction begun on a connection.

#ifndef COTIDY_SEMANTICS_HOLDCALLS_H
#define COTIDY_SEMANTICS_HOLDCALLS_H

#include "semantics/HoldTable.h"

namespace cotidy {

/// What a call does to a mutex that it locks or unlocks by hand.
struct HandChange {
  Place Where;
  Holding Type;
  Change Does;
  const clang::Expr *Named; ///< the mutex as written; null: `this`
};
using HandChanges = llvm::SmallVector<HandChange, 2>;

/// The changes \p Site makes by hand; none if it is no such call, an empty list if it changes nothing known.
std::optional<HandChanges> changesByHand(Holdings &Types, const CallSite &Site);

class HoldCalls {
public:
  HoldCalls(Holdings &Types, HoldTable &Table) : Types(Types), Table(Table) {}

  /// Whether a call may take something, for the decision whether to look at a function at all.
  bool mayTake(const CallSite &Site);
  /// What \p Site does to anything that has no owner in \p S; false if it is no such call.
  bool run(HoldState &S, const CallSite &Site);

private:
  bool transaction(HoldState &S, const CallSite &Site);
  void apply(HoldState &S, const HandChange &Change, const CallSite &Site);

  Holdings &Types;
  HoldTable &Table;
};

/// A place as the called function names it, in the words of its caller; empty if the caller has no name for
/// it.
Place inCaller(const Place &P, const CallSite &Site);

/// The place a method is called on; empty if there is none or it is not known.
Place placeOfObject(const CallSite &Site);

} // namespace cotidy

#endif
