// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Pauses.h"

#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {

/// What may come before the time is over.
static bool waitsForSomething(const NamedDecl &D) {
  return isNamedBy(D, {"wait", "poll", "until", "next", "read", "receive", "accept", "drain"});
}

bool takesYield(const CallSite &Site) { return Site.Callee && simpleName(*Site.Callee) == "yield_value"; }

bool isOwnPause(const CallSite &Site) {
  if (Site.isModelled() || !Site.Callee || takesYield(Site))
    return false;
  if (isNamedBy(*Site.Callee, {"sleep", "delay", "pause", "nap", "yield", "reschedule"}))
    return true;
  return !isa<CXXMethodDecl>(Site.Callee) && Site.Args.size() == 1 && isTime(Site.Args.front()->getType()) &&
         !waitsForSomething(*Site.Callee);
}

bool isPauseObject(Unit &U, const Expr &E) {
  const Expr *Made = strip(&E)->IgnoreParenCasts();
  const AwaitableInfo *Info = U.awaitables().info(Made->getType());
  if (!Info || Info->Model || waitsForSomething(*Info->Class))
    return false;
  const auto IsDuration = [](ArrayRef<const Expr *> From) {
    return From.size() == 1 && isTime(From.front()->getType());
  };
  if (const auto *List = dyn_cast<InitListExpr>(Made))
    return IsDuration(ArrayRef<const Expr *>(List->inits().data(), List->getNumInits()));
  if (const auto *List = dyn_cast<CXXParenListInitExpr>(Made))
    return IsDuration({List->getInitExprs().data(), List->getInitExprs().size()});
  const auto *Construct = dyn_cast<CXXConstructExpr>(Made);
  return Construct && !Construct->getConstructor()->isCopyOrMoveConstructor() &&
         IsDuration(U.calls().site(Construct).Args);
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
