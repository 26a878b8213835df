// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopStreams.h"

#include "semantics/Naming.h"
#include "semantics/Sharing.h"

using namespace clang;

namespace cotidy {

namespace {

/// The stream from outside of the loop that the plain call \p Site changes; null if there is none. A log
/// bears lines of many.
const ValueDecl *sharedStream(const LoopCase &Case, const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  SmallVector<const Expr *, 4> On(Site.Args.begin(), Site.Args.end());
  if (!Method || !Method->isConst())
    On.push_back(Site.Object);
  for (const Expr *E : On) {
    const ValueDecl *Root = E && E->isLValue() ? Case.Flow.rootOf(E) : nullptr;
    if (Root && !isNamedBy(*Root, {"log", "logger", "trace"}) && !Case.Parts.isLocal(Root) &&
        !Case.Flow.variesIn(E, Root) && !E->getType().isConstQualified() &&
        isOrdered(Case.U, classOf(E->getType())))
      return Root;
  }
  return nullptr;
}

/// Whether a round awaits before \p S and after it, or both again and again.
bool isBetweenAwaits(const LoopCase &Case, const Stmt *S) {
  auto Is = [&](llvm::function_ref<bool(const Expr *)> Holds) {
    return llvm::any_of(Case.Verdict.Awaits, [&](const Suspension *At) { return Holds(At->E); });
  };
  if (Is([&](const Expr *Await) { return Case.Body.isBefore(Await, S); }) &&
      Is([&](const Expr *Await) { return Case.Body.isBefore(S, Await) && !Case.Body.contains(S, Await); }))
    return true;
  return llvm::any_of(Case.Body.loops(), [&](const LoopInfo &Inner) {
    return Case.Body.contains(Case.Loop.Body, Inner.S) && Case.Body.contains(Inner.S, S) &&
           Is([&](const Expr *Await) { return Case.Body.contains(Inner.S, Await); });
  });
}

} // namespace

bool isBlockedByStream(LoopCase &Case) {
  for (const Expr *E : Case.Body.calls()) {
    if (!Case.Parts.isRepeated(E) || Case.Body.enclosing<CoroutineSuspendExpr>(E))
      continue;
    const ValueDecl *Stream = sharedStream(Case, Case.U.calls().site(E));
    if (Stream && isBetweenAwaits(Case, E))
      return Case.blocked(Dependence::SharedEffect, E->getExprLoc(),
                          "what each iteration reads from or writes to " + named(Stream) +
                              " between its awaits must stay together");
  }
  return false;
}

} // namespace cotidy
