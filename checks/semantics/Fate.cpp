// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Fate.h"

#include "semantics/BlockingKind.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {

Fate fateOf(Unit &U, const BodyIndex &Body, const Expr &Call) {
  if (Body.isDiscarded(&Call))
    return Fate::Dropped;
  Fate Found = Fate::Kept;
  for (const Stmt *Up = Body.parent(&Call); Up; Up = Body.parent(Up)) {
    if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(Up))
      return Fate::AwaitedHere;
    if (isa<ReturnStmt, CoreturnStmt>(Up))
      return Found == Fate::Kept ? Fate::Returned : Found;
    if (!isa<Expr>(Up))
      return Found;
    if (!isa<CallExpr, CXXConstructExpr>(Up))
      continue;
    const CallSite &Site = U.calls().site(cast<Expr>(Up));
    if (blockingKind(U, Site).Category == BlockingCategory::SyncWait)
      return Fate::WaitedFor;
    if (startsTask(U, Body, Site))
      Found = Fate::Started;
  }
  return Found;
}

const Stmt *firstLateRead(Unit &U, const Coroutine &C, llvm::function_ref<bool(const Stmt &)> Reads) {
  const AwaitableInfo *Task = U.awaitables().info(C.Decl->getReturnType());
  bool Late = !Task || Task->Starts != Start::Eager;
  for (const Stmt *S : C.Index->nodes()) {
    if (Late && Reads(*S))
      return S;
    // The operand is evaluated before the suspension, and comes after it in the walk: one read too many at
    // worst is taken for a late one where the same statement awaits.
    Late |= isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S) && U.awaitables().maySuspend(cast<Expr>(S));
  }
  return nullptr;
}

} // namespace cotidy
