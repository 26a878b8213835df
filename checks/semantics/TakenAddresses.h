// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whose address a unit takes: functions that are kept in tables and variables, or handed on, to be called
// later.

#ifndef COTIDY_SEMANTICS_TAKENADDRESSES_H
#define COTIDY_SEMANTICS_TAKENADDRESSES_H

#include "core/Session.h"

#include "llvm/ADT/SetVector.h"

namespace cotidy {

/// The functions that the unit's own code names without calling them; a fact of its session.
class TakenAddresses : public Session::Facts {
public:
  explicit TakenAddresses(Session &S);

  /// Each once, in the order of the code.
  llvm::ArrayRef<const clang::FunctionDecl *> all() const { return Taken.getArrayRef(); }
  bool contains(const clang::FunctionDecl &F) const { return Taken.contains(F.getCanonicalDecl()); }

private:
  llvm::SmallSetVector<const clang::FunctionDecl *, 8> Taken;
};

} // namespace cotidy

#endif
