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

} // namespace cotidy
