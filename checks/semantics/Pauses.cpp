// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Pauses.h"

#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {

bool isOwnPause(const CallSite &Site) {
  if (Site.isModelled() || !Site.Callee)
    return false;
  if (isNamedBy(*Site.Callee, {"sleep", "delay", "pause", "nap", "yield", "reschedule"}))
    return true;
  return !isa<CXXMethodDecl>(Site.Callee) && Site.Args.size() == 1 && isTime(Site.Args.front()->getType()) &&
         !isNamedBy(*Site.Callee, {"wait", "poll", "until", "next", "read", "receive", "accept", "drain"});
}

bool isTimedPause(const CallSite &Site) {
  return Site.does(CallKind::Sleep) || (isOwnPause(Site) && llvm::any_of(Site.Args, [](const Expr *Arg) {
                                          return isTime(Arg->getType());
                                        }));
}

const CallSite *merePause(Unit &U, const BodyIndex &Body, const Suspension &At, const Stmt &Begun) {
  const CallSite *Site = At.Loop == Body.loopOf(&Begun) ? U.calls().operation(At.Operand) : nullptr;
  return Site && isTimedPause(*Site) ? Site : nullptr;
}

} // namespace cotidy
