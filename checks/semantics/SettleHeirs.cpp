// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/SettleHeirs.h"

#include "semantics/Errors.h"
#include "semantics/Naming.h"
#include "semantics/Place.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {

namespace {

/// What calls back with an error, and what calls back time and again.
constexpr llvm::StringLiteral ErrorWords[] = {"error", "errors", "fail", "failed", "failure", "exception"};
constexpr llvm::StringLiteral AgainWords[] = {"on",  "subscribe", "listen", "add",
                                              "set", "register",  "connect"};

/// What comes whatever was told before: who is given to it answers where the others have not.
constexpr llvm::StringLiteral EndWords[] = {"close",   "closed",  "end",      "ended",      "done", "finish",
                                            "timeout", "expired", "deadline", "disconnect", "eof"};

/// The lambda that takes along what \p Use names, by a copy, a move or a reference; null if it goes
/// elsewhere.
const LambdaExpr *takenBy(const BodyIndex &Body, const DeclRefExpr &Use) {
  const Stmt *Up = Body.meaningfulParent(&Use);
  while (const auto *E = dyn_cast_or_null<Expr>(Up)) {
    if (!isa<CXXConstructExpr>(E) && withoutMove(E) == E)
      break;
    Up = Body.meaningfulParent(Up);
  }
  return dyn_cast_or_null<LambdaExpr>(Up);
}

/// Whether \p Use only reaches for another member of the object, one that has nothing to do with \p To.
bool isOfAnotherMember(const BodyIndex &Body, const DeclRefExpr &Use, const SettleTarget &To) {
  const Stmt *Up = Body.meaningfulParent(&Use);
  while (isArrow(Up))
    Up = Body.meaningfulParent(Up);
  const auto *Member = dyn_cast_or_null<MemberExpr>(Up);
  return Member && !To.Members.empty() && isa<FieldDecl>(Member->getMemberDecl()) &&
         Member->getMemberDecl() != To.Members.front();
}

/// The lambdas of \p Around that have \p Var; none if that function may settle \p To by itself.
SmallVector<const LambdaExpr *, 2> heirsOf(Unit &U, const BodyIndex &Around, const VarDecl &Var,
                                           const SettleTarget &To) {
  SmallVector<const LambdaExpr *, 2> Heirs;
  for (const DeclRefExpr *Use : Around.uses(Var)) {
    if (const LambdaExpr *Heir = takenBy(Around, *Use))
      Heirs.push_back(Heir);
    else if (!isAsked(U, Around, *Use) && !isOfAnotherMember(Around, *Use, To))
      return {};
  }
  return Heirs;
}

/// The call that is given \p Lambda to call it back; null if it is put to another use.
const CallSite *takerOf(Unit &U, const BodyIndex &Around, const LambdaExpr &Lambda) {
  for (const LambdaInfo &Info : Around.lambdas())
    if (Info.E == &Lambda)
      return Info.Use == LambdaUse::Argument && isa<CallExpr>(Info.Call) ? &U.calls().site(Info.Call)
                                                                         : nullptr;
  return nullptr;
}

/// Whether \p Callback is there for errors: it is told of one, its taker says so, or it settles with nothing
/// else.
bool isForErrors(Unit &U, const FunctionDecl &Callback, const CallSite &Taker) {
  if (isToldOfErrors(U, Callback) || isNamedBy(*Taker.Callee, ErrorWords))
    return true;
  bool Settles = false;
  for (const Expr *Call : U.body(Callback).calls())
    if (settledBy(U, *Call)) {
      Settles = true;
      if (!hasWord(U.calls().site(Call).Callee, {"exception", "error"}))
        return false;
    }
  return Settles;
}

/// Whether \p A and \p B tell one of two outcomes: they are given to one call, or to one object.
bool areAlternatives(const CallSite &A, const CallSite &B) {
  const Place Object = A.Object ? placeOf(A.Object) : Place();
  return A.E == B.E || (!Object.empty() && B.Object && Object == placeOf(B.Object));
}

} // namespace

bool isToldOfErrors(Unit &U, const FunctionDecl &Callback) {
  return llvm::any_of(Callback.parameters(), [&](const ParmVarDecl *Parameter) {
    return holdsError(U, Parameter->getType().getNonReferenceType());
  });
}

Duty dutyOfHeir(Unit &U, const CXXMethodDecl &Heir, const VarDecl &Var, const SettleTarget &To) {
  const auto *Outer = dyn_cast<FunctionDecl>(Var.getDeclContext());
  // What a template's lambdas take along is known when it is instantiated.
  if (!Outer || !Outer->doesThisDeclarationHaveABody() || Outer->isDependentContext())
    return Duty::None;
  const BodyIndex &Around = U.body(*Outer);
  const SmallVector<const LambdaExpr *, 2> Heirs = heirsOf(U, Around, Var, To);
  if (Heirs.size() == 1)
    return Duty::Always;
  const auto *Self = llvm::find_if(
      Heirs, [&](const LambdaExpr *Lambda) { return Lambda->getLambdaClass() == Heir.getParent(); });
  const CallSite *Taker = Self == Heirs.end() ? nullptr : takerOf(U, Around, **Self);
  if (!Taker || !Taker->Callee || isForErrors(U, Heir, *Taker))
    return Duty::None;
  bool IsCalledOnce = !isNamedBy(*Taker->Callee, AgainWords);
  for (const LambdaExpr *Other : Heirs) {
    const FunctionDecl *Callback = Other == *Self ? nullptr : callOperator(*Other);
    const CallSite *Taken = Callback ? takerOf(U, Around, *Other) : nullptr;
    if (Other == *Self)
      continue;
    if (!Taken || !Taken->Callee || !areAlternatives(*Taker, *Taken) || isNamedBy(*Taken->Callee, EndWords) ||
        !isForErrors(U, *Callback, *Taken))
      return Duty::None;
    IsCalledOnce &= Taken->E == Taker->E;
  }
  return IsCalledOnce ? Duty::Always : Duty::WhereItGivesUp;
}

bool givesUp(Unit &U, const BodyIndex &Body, const Stmt &End, const Expr &Settles) {
  const bool FallsThrough = isa<CompoundStmt>(End);
  const auto *If = Body.enclosing<IfStmt>(FallsThrough ? &Settles : &End);
  if (!If)
    return false;
  const bool InThen = Body.contains(If->getThen(), FallsThrough ? static_cast<const Stmt *>(&Settles) : &End);
  const Stmt *Arm = InThen == FallsThrough ? If->getElse() : If->getThen();
  const auto Captured = [](const Stmt *S) {
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    return isa<CXXThisExpr>(S) || (Ref && Ref->refersToEnclosingVariableOrCapture());
  };
  bool Says = false;
  for (const Stmt *S : Body.nodes()) {
    if (Body.contains(If->getCond(), S) && Captured(S))
      return false;
    if (!Arm || !Body.contains(Arm, S))
      continue;
    const auto *Call = dyn_cast<CallExpr>(S);
    Says |= Call && (Call->getType()->isVoidType() || Body.isDiscarded(Call));
    // What it does to others may end in the other callback.
    if (Captured(S))
      for (const auto *Around = Body.enclosing<CallExpr>(S);; Around = Body.enclosing<CallExpr>(Around)) {
        if (!Around || !Body.contains(Arm, Around))
          return false;
        if (Around->getDirectCallee() && isLogging(*Around->getDirectCallee()))
          break;
      }
  }
  return Says;
}

} // namespace cotidy
