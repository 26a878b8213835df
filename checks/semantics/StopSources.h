// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Who asks the work of this unit to stop, and when: a stop that only a signal of the system, a peer's visit
// or another stop leads to comes when it comes, and is no limit to a wait.

#ifndef COTIDY_SEMANTICS_STOPSOURCES_H
#define COTIDY_SEMANTICS_STOPSOURCES_H

#include "semantics/Unit.h"

namespace cotidy {

class StopSources : public Session::Facts {
public:
  explicit StopSources(Session &S);

  /// Whether \p Token, as a call is given it, is made here from a source whose every request to stop is in
  /// sight and has nothing to do with time; or to which nobody makes one.
  bool isWithoutDeadline(const clang::Expr &Token);

private:
  bool comesWithoutTime(const BodyIndex &Body, const CallSite &Request);
  const clang::Expr *sourceOf(const clang::Expr &Token);
  bool staysInSight(const BodyIndex &Body, const clang::DeclRefExpr &Use);
  bool isInSight(const clang::VarDecl &Source);

  Unit &U;
  bool AnyInTime = false; ///< a request that may come when a time is over
};

} // namespace cotidy

#endif
