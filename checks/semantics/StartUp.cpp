// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/StartUp.h"

#include "semantics/Callers.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether \p Body starts other work than by the call or lambda \p Own: it calls another coroutine, or writes
/// one.
bool startsOthers(Unit &U, const BodyIndex &Body, const Expr *Own) {
  auto IsTask = [&](const FunctionDecl *F) {
    const AwaitableInfo *Info = F ? U.awaitables().info(F->getReturnType()) : nullptr;
    return Info && Info->Kind == TypeKind::Task;
  };
  return llvm::any_of(Body.calls(),
                      [&](const Expr *E) {
                        const CallSite &Site = U.calls().site(E);
                        return E != Own && !Site.isModelled() && IsTask(Site.Callee);
                      }) ||
         llvm::any_of(Body.lambdas(), [&](const LambdaInfo &Lambda) {
           return Lambda.E != Own && U.coroutine(*Lambda.E->getCallOperator());
         });
}

bool isStartedAloneByMain(Unit &U, const Coroutine &C) {
  const ArrayRef<CallFrom> Calls = U.session().facts<Callers>().of(*C.Decl);
  if (Calls.size() != 1 || !Calls.front().In->isMain())
    return false;
  const BodyIndex &Main = U.body(*Calls.front().In);
  return Main.loopOf(Calls.front().At) < 0 && !startsOthers(U, Main, Calls.front().At);
}

} // namespace

bool isBeforeService(Unit &U, const Coroutine &C, const Stmt *At) {
  const BodyIndex &Body = *C.Index;
  if (Body.loopOf(At) >= 0 || !isStartedAloneByMain(U, C))
    return false;
  if (llvm::any_of(Body.calls(), [&](const Expr *E) {
        const CallSite &Site = U.calls().site(E);
        return Body.isBefore(E, At) && (Site.does(CallKind::Spawn) || Site.does(CallKind::Detach));
      }))
    return false;
  return llvm::any_of(Body.loops(), [&](const LoopInfo &Loop) {
    return Body.isBefore(At, Loop.S) && llvm::any_of(Body.suspensions(), [&](const Suspension &Wait) {
             return Body.contains(Loop.S, Wait.E);
           });
  });
}

} // namespace cotidy
