// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Watchdogs.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral TimerWords[] = {"timer",    "timeout", "deadline", "expire",
                                              "watchdog", "after",   "alarm",    "delay"};

/// Whether a value of type \p T is a time, waits for one, or tells when to stop.
bool tellsWhen(Unit &U, QualType T) {
  return isTime(T) || U.awaitables().model(T, TypeKind::Timer) ||
         U.awaitables().model(T, TypeKind::StopToken) || U.awaitables().model(T, TypeKind::StopSource);
}

/// Whether a call keeps what it is given until a time is over or a stop is asked for.
bool waitsForTime(Unit &U, Limits &L, const CallSite &Site) {
  if (Site.does(CallKind::Sleep) || Site.does(CallKind::Timeout) || Site.does(CallKind::Deadline))
    return true;
  if (Site.isModelled())
    return false;
  auto TellsWhen = [&](const Expr *E) { return tellsWhen(U, E->getType()); };
  const NamedDecl *Object = Site.Object ? namedObject(Site.Object) : nullptr;
  return (Site.Object && TellsWhen(Site.Object)) || llvm::any_of(Site.Args, TellsWhen) ||
         hasWord(Site.Callee, TimerWords) || hasWord(Site.ObjectClass, TimerWords) ||
         hasWord(Object, TimerWords) || L.pauses(Site.Callee);
}

} // namespace

SmallVector<const BodyIndex *, 2> timedCallbacks(Unit &U, Limits &L, const BodyIndex &Body) {
  SmallVector<const BodyIndex *, 2> Found;
  auto Add = [&](const FunctionDecl *F) {
    if (const BodyIndex *Inner = U.visibleBody(F))
      Found.push_back(Inner);
  };
  auto IsTimed = [&](const Expr *Use) {
    for (const Stmt *Up = Body.parent(Use); Up && isa<Expr>(Up); Up = Body.parent(Up)) {
      if (isa<CallExpr, CXXConstructExpr>(Up) && waitsForTime(U, L, U.calls().site(cast<Expr>(Up))))
        return true;
      const auto *Assign = dyn_cast<BinaryOperator>(Up);
      if (Assign && Assign->isAssignmentOp() && hasWord(namedObject(Assign->getLHS()), TimerWords))
        return true;
    }
    return false;
  };
  for (const LambdaInfo &Lambda : Body.lambdas()) {
    const auto *Kept = Lambda.Use == LambdaUse::Stored ? Body.enclosing<DeclStmt>(Lambda.E) : nullptr;
    const auto *Var = Kept && Kept->isSingleDecl() ? dyn_cast<VarDecl>(Kept->getSingleDecl()) : nullptr;
    if (IsTimed(Lambda.E) || (Var && llvm::any_of(Body.uses(*Var), IsTimed)))
      Add(Lambda.E->getCallOperator());
  }
  for (const Stmt *S : Body.nodes()) // `std::bind(&Session::on_timer, this)`
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      if (const auto *F = dyn_cast<FunctionDecl>(Ref->getDecl());
          F && isa_and_nonnull<UnaryOperator>(Body.parent(Ref)) && IsTimed(Ref))
        Add(F);
  return Found;
}

namespace {

/// Whether the body closes or cancels anything but a timer.
bool closesAny(Unit &U, const BodyIndex &Body, unsigned Depth) {
  auto Closes = [&](const Expr *E) {
    if (Body.inHandler(E))
      return false;
    const CallSite &Site = U.calls().site(E);
    if (const FunctionModel *Cancel = Site.does(CallKind::Cancel)) {
      const Expr *Cancelled = Site.resource(*Cancel);
      return Cancelled ? !U.awaitables().model(Cancelled->getType(), TypeKind::Timer)
                       : Site.ObjectClass && !U.awaitables().model(*Site.ObjectClass, TypeKind::Timer);
    }
    const BodyIndex *Callee = Depth != 0 ? U.visibleBody(Site.Callee) : nullptr;
    return Callee && closesAny(U, *Callee, Depth - 1);
  };
  return llvm::any_of(Body.calls(), Closes) ||
         (Depth != 0 && llvm::any_of(Body.lambdas(), [&](const LambdaInfo &Lambda) {
            return llvm::any_of(callOperators(*Lambda.E), [&](const FunctionDecl *F) {
              const BodyIndex *Inner = U.visibleBody(F);
              return Inner && closesAny(U, *Inner, Depth - 1);
            });
          }));
}

/// Whether the body does so after a pause, or has a timer's callback do it.
bool closesAnyLater(Unit &U, Limits &L, const BodyIndex &Body, unsigned Depth) {
  const bool Pauses = llvm::any_of(Body.calls(), [&](const Expr *E) {
    return Body.enclosing<CoroutineSuspendExpr>(E) && U.calls().site(E).does(CallKind::Sleep);
  });
  if (Pauses && closesAny(U, Body, 3))
    return true;
  if (llvm::any_of(timedCallbacks(U, L, Body),
                   [&](const BodyIndex *Callback) { return closesAny(U, *Callback, 3); }))
    return true;
  return Depth != 0 && llvm::any_of(Body.lambdas(), [&](const LambdaInfo &Lambda) {
           const BodyIndex *Inner = U.visibleBody(Lambda.E->getCallOperator());
           return Inner && closesAnyLater(U, L, *Inner, Depth - 1);
         });
}

} // namespace

bool hasTimedClose(Unit &U, Limits &L, const BodyIndex &Body, const Expr *At) {
  return llvm::any_of(Body.calls(), [&](const Expr *E) {
    if (!Body.isBefore(E, At) || Body.contains(E, At) || Body.enclosing<CoroutineSuspendExpr>(E))
      return false;
    // What is given a socket looks after that one.
    const CallSite &Site = U.calls().site(E);
    if (llvm::any_of(Site.Args, [&](const Expr *Arg) {
          return U.awaitables().model(Arg->getType(), TypeKind::Ordered);
        }))
      return false;
    const BodyIndex *Callee = U.visibleBody(Site.Callee);
    return Callee && closesAnyLater(U, L, *Callee, 1);
  });
}

} // namespace cotidy
