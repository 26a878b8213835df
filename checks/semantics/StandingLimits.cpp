// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/StandingLimits.h"

#include "semantics/Callers.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral SetupWords[] = {"accept", "connect", "handshake", "open", "setup"};

class Standing {
public:
  Standing(Unit &U, const FieldDecl &Member) : U(U), Member(Member) {}

  bool limitsOthers(const FunctionDecl &Method, bool Stays, unsigned Depth);

private:
  bool isOnMember(const CallSite &Site, CallKind Kind) const;
  SmallVector<const Expr *, 4> waits(const FunctionDecl &Method, unsigned Depth);
  bool cancels(const LambdaInfo &Callback) const;
  bool isRenewed(const BodyIndex &Body, ArrayRef<const Expr *> Waits) const;

  Unit &U;
  const FieldDecl &Member;
};

bool Standing::isOnMember(const CallSite &Site, CallKind Kind) const {
  const FunctionModel *Model = Site.does(Kind);
  return Model && namedObject(Site.resource(*Model)) == &Member;
}

/// The operations on the member that the method waits for, and the calls of others that do.
SmallVector<const Expr *, 4> Standing::waits(const FunctionDecl &Method, unsigned Depth) {
  SmallVector<const Expr *, 4> Found;
  const BodyIndex *Body = U.visibleBody(&Method);
  if (!Body)
    return Found;
  for (const Expr *E : Body->calls()) {
    const CallSite &Site = U.calls().site(E);
    const auto *Other = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
    if (isOnMember(Site, CallKind::Io) ||
        (Depth != 0 && Other && Other->getParent() == Member.getParent() &&
         Body->enclosing<CoroutineSuspendExpr>(E) && !waits(*Other, Depth - 1).empty()))
      Found.push_back(E);
  }
  return Found;
}

/// Whether a callback ends what is done with the member.
bool Standing::cancels(const LambdaInfo &Callback) const {
  const BodyIndex *Inner = U.visibleBody(Callback.E->getCallOperator());
  return Inner && llvm::any_of(Inner->calls(), [&](const Expr *E) {
           return isOnMember(U.calls().site(E), CallKind::Cancel);
         });
}

/// Whether a loop sets the deadline, or has a callback watch over the member, and waits.
bool Standing::isRenewed(const BodyIndex &Body, ArrayRef<const Expr *> Waits) const {
  return llvm::any_of(Body.loops(), [&](const LoopInfo &Loop) {
    auto IsInside = [&](const Expr *E) { return Body.contains(Loop.S, E); };
    return llvm::any_of(Waits, IsInside) &&
           (llvm::any_of(Body.calls(),
                         [&](const Expr *E) {
                           return IsInside(E) && isOnMember(U.calls().site(E), CallKind::Deadline);
                         }) ||
            llvm::any_of(Body.lambdas(), [&](const LambdaInfo &Callback) {
              return IsInside(Callback.E) && cancels(Callback);
            }));
  });
}

bool Standing::limitsOthers(const FunctionDecl &Method, bool Stays, unsigned Depth) {
  const BodyIndex *Body = U.visibleBody(&Method);
  if (isa<CXXConstructorDecl>(Method) || !Body)
    return true;
  const SmallVector<const Expr *, 4> Waits = waits(Method, 2);
  if (!Waits.empty()) {
    auto IsSetup = [&](const Expr *E) { return hasWord(U.calls().site(E).Callee, SetupWords); };
    return isRenewed(*Body, Waits) ||
           (Stays && (hasWord(&Method, SetupWords) || llvm::all_of(Waits, IsSetup)));
  }
  const ArrayRef<CallFrom> Calls = U.session().facts<Callers>().of(Method);
  return Depth == 0 || Calls.empty() || llvm::any_of(Calls, [&](const CallFrom &Call) {
           const auto *Caller = dyn_cast<CXXMethodDecl>(Call.In);
           return !Caller || Caller->getParent()->isLambda() || limitsOthers(*Caller, Stays, Depth - 1);
         });
}

} // namespace

bool limitsOthers(Unit &U, const FunctionDecl &Method, const FieldDecl &Member, bool Stays) {
  return Standing(U, Member).limitsOthers(Method, Stays, /*Depth=*/2);
}

} // namespace cotidy
