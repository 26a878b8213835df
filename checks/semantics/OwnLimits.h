// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Limits that a library keeps by itself: a client that checks its connection ends what waits on a dead one.

#ifndef COTIDY_SEMANTICS_OWNLIMITS_H
#define COTIDY_SEMANTICS_OWNLIMITS_H

#include "semantics/Unit.h"

namespace cotidy {

class OwnLimits {
public:
  explicit OwnLimits(Unit &U) : U(U) {}

  /// Whether an operation of \p Io ends by itself, and nothing in the unit has switched that off.
  bool hold(const FunctionModel &Io);

private:
  bool setsToZero(const BodyIndex &Body, const FunctionModel &Io) const;

  Unit &U;
  llvm::DenseMap<const FunctionModel *, bool> SwitchedOff;
};

} // namespace cotidy

#endif
