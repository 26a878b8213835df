// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/StopSources.h"

#include "semantics/Callers.h"
#include "semantics/Objects.h"
#include "semantics/Pauses.h"
#include "semantics/Place.h"

using namespace clang;

namespace cotidy {

namespace {

bool isOf(Unit &U, const Expr *E, TypeKind Kind) {
  const CXXRecordDecl *Class = E ? classOf(E->getType(), /*ThroughPointer=*/true) : nullptr;
  return Class && U.awaitables().model(*Class, Kind);
}

/// Calls \p Holds for the nodes of \p S until it says yes.
bool anyWithin(const Stmt &S, llvm::function_ref<bool(const Stmt &)> Holds) {
  return Holds(S) ||
         llvm::any_of(S.children(), [&](const Stmt *Child) { return Child && anyWithin(*Child, Holds); });
}

} // namespace

StopSources::StopSources(Session &S) : U(S.facts<Unit>()) {
  for (const FunctionDecl *F : S.functions()) {
    const BodyIndex &Body = U.body(*F);
    for (const Expr *E : Body.calls()) {
      const CallSite &Site = U.calls().site(E);
      if (Site.does(CallKind::Cancel) && isOf(U, Site.Object, TypeKind::StopSource))
        AnyInTime |= !comesWithoutTime(Body, Site);
    }
  }
}

/// Whether the request hands on one that was made to its own function, or comes after a wait for whoever
/// turns up, and no timer is looked at there.
bool StopSources::comesWithoutTime(const BodyIndex &Body, const CallSite &Request) {
  for (const Expr *Arg : Request.Args) // `emit(state.cancelled())`
    if (anyWithin(*Arg, [&](const Stmt &S) {
          const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
          return Call && isOf(U, Call->getImplicitObjectArgument(), TypeKind::StopToken);
        }))
      return true;
  bool Waits = false;
  for (const Expr *E : Body.calls()) {
    const CallSite &Site = U.calls().site(E);
    if (Site.does(CallKind::Sleep) || Site.does(CallKind::Timeout) || Site.does(CallKind::Deadline) ||
        isOwnPause(Site))
      return false;
    Waits |=
        Site.does(CallKind::Idle) && Body.enclosing<CoroutineSuspendExpr>(E) && Body.isBefore(E, Request.E);
  }
  // `signals.async_wait([&](auto, int) { signal.emit(...); })`, `slot.assign([&](auto type) { ... })`
  for (const CallFrom &Given : U.session().facts<Callers>().of(Body.function())) {
    const auto *Lambda = dyn_cast<LambdaExpr>(Given.At);
    const BodyIndex &Around = U.body(*Given.In);
    const auto *Receives = Lambda ? Around.enclosing<CallExpr>(Lambda) : nullptr;
    if (!Receives)
      return Waits;
    const CallSite &Site = U.calls().site(Receives);
    if (!Site.does(CallKind::Idle) && !isOf(U, Site.Object, TypeKind::StopToken))
      return Waits;
    Waits = true;
  }
  return Waits;
}

/// The stop source that the call which makes \p Token is of, or a part of it; null if it is not made here.
const Expr *StopSources::sourceOf(const Expr &Token) {
  const Expr *Found = nullptr;
  anyWithin(Token, [&](const Stmt &S) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
    if (Call && isOf(U, Call, TypeKind::StopToken) &&
        isOf(U, Call->getImplicitObjectArgument(), TypeKind::StopSource))
      Found = Call->getImplicitObjectArgument();
    return Found != nullptr;
  });
  return Found;
}

/// Whether what is done with the source that \p Use names leaves it in sight: a method of it is called, a
/// lambda or a function whose body is here has it, or it goes into a local container.
bool StopSources::staysInSight(const BodyIndex &Body, const DeclRefExpr &Use) {
  const Stmt *Child = &Use;
  for (const Stmt *Up = Body.parent(Child); Up; Child = Up, Up = Body.parent(Up)) {
    if (isa<MemberExpr, LambdaExpr>(Up))
      return true;
    if (isa<CXXConstructExpr>(Up) && strip(cast<Expr>(Up)) != Up) // a copy of itself
      continue;
    if (const auto *Call = dyn_cast<CallExpr>(Up)) {
      const CallSite &Site = U.calls().site(Call);
      if (Site.does(CallKind::Now))
        continue;
      const VarDecl *Into = Site.Object ? localOf(Site.Object) : nullptr;
      return isa<CXXOperatorCallExpr>(Call) || U.visibleBody(Site.Callee) ||
             (Into && Site.ObjectClass && Site.ObjectClass->isInStdNamespace());
    }
    if (!isa<Expr>(Up) || strip(cast<Expr>(Up)) == Up)
      return false;
  }
  return false;
}

/// Whether nobody out of sight has the local \p Source.
bool StopSources::isInSight(const VarDecl &Source) {
  const auto *In = dyn_cast<FunctionDecl>(Source.getDeclContext());
  const BodyIndex *Body = Source.isLocalVarDecl() ? U.visibleBody(In) : nullptr;
  return Body &&
         llvm::all_of(Body->uses(Source), [&](const DeclRefExpr *Use) { return staysInSight(*Body, *Use); });
}

bool StopSources::isWithoutDeadline(const Expr &Token) {
  const bool HasOwnLimit = anyWithin(Token, [&](const Stmt &S) {
    const auto *Part = dyn_cast<Expr>(&S);
    const TypeModel *Wraps = Part ? U.awaitables().model(Part->getType(), TypeKind::Token) : nullptr;
    return Wraps && Wraps->Means == TokenMeaning::Timeout;
  });
  if (AnyInTime || HasOwnLimit)
    return false;
  const Expr *Source = sourceOf(Token);
  const VarDecl *Var = Source ? rootVariable(placeOf(Source)) : nullptr;
  return Var && isInSight(*Var);
}

} // namespace cotidy
