// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Consumption.h"

#include "semantics/Assertions.h"
#include "semantics/HeldAwaitables.h"
#include "semantics/Naming.h"
#include "semantics/Place.h"
#include "semantics/WrittenText.h"

#include "llvm/ADT/StringSet.h"
#include <array>

using namespace clang;

namespace cotidy {

namespace {

/// std::ignore: what is assigned to it is lost on purpose.
bool isIgnore(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref && Ref->getDecl()->isInStdNamespace() && Ref->getDecl()->getDeclName().isIdentifier() &&
         Ref->getDecl()->getName() == "ignore";
}

/// Methods of every container and smart pointer that leave what is in it where it is.
bool leavesElements(StringRef Method) {
  static const llvm::StringSet<> Names = {
      "push_back", "emplace_back", "push",  "emplace",  "insert", "push_front", "reserve",  "resize",
      "clear",     "size",         "empty", "capacity", "reset",  "has_value",  "pop_back", "shrink_to_fit"};
  return Names.contains(Method);
}

/// std::back_inserter and its like: through it a container is filled.
bool isInserter(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  return Callee && Callee->isInStdNamespace() && simpleName(*Callee).ends_with("inserter");
}

/// Whether an initialiser puts nothing into what it makes.
bool isEmpty(const Expr *Init) {
  Init = strip(Init);
  if (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Init))
    return llvm::all_of(Construct->arguments(), [](const Expr *Arg) { return isa<CXXDefaultArgExpr>(Arg); });
  const auto *List = dyn_cast_or_null<InitListExpr>(Init);
  return !Init || (List && List->getNumInits() == 0);
}

} // namespace

const AwaitableInfo *Consumption::mustConsume(const Expr &E) const {
  const AwaitableInfo *Info = U.awaitables().info(E.getType());
  if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(&E); Info && Await && givesItselfBack(*Await, *Info))
    return nullptr;
  if (!Info || Info->MustConsume || Info->WhenDropped == Drop::Harmless)
    return Info && Info->MustConsume ? Info : nullptr;
  const auto *Call = dyn_cast<CallExpr>(&E);
  const CallSite *Site = Call ? &U.calls().site(Call) : nullptr;
  constexpr CallKind Combines[] = {CallKind::Join, CallKind::BoundedJoin, CallKind::Race, CallKind::Timeout};
  return Site && llvm::any_of(Combines, [&](CallKind Kind) { return Site->does(Kind); }) ? Info : nullptr;
}

bool Consumption::givesItselfBack(const CoroutineSuspendExpr &Await, const AwaitableInfo &Type) const {
  const Expr *Operand = strip(Await.getOperand());
  // What hands the task on is such a step itself, or stands around one.
  return llvm::any_of(std::array{U.calls().siteOf(Operand), U.calls().operation(Operand)},
                      [&](const CallSite *Site) {
                        return Site && Site->ObjectClass &&
                               Site->ObjectClass->getCanonicalDecl() == Type.Class->getCanonicalDecl();
                      });
}

Loss Consumption::of(const Expr &E) const {
  const auto *Call = dyn_cast<CallExpr>(&E);
  const CallSite *Site = Call ? &U.calls().site(Call) : nullptr;
  const FunctionModel *Start = Site ? Site->does(CallKind::Spawn) : nullptr;
  // What starts a task, and does something with its errors if nobody asks for them, is there to be forgotten.
  if (Site && (Site->does(CallKind::Detach) || (Start && Start->TellsErrors != Errors::Unknown)))
    return Loss::None;
  if (Body.isDiscarded(&E)) {
    for (const Stmt *Up = Body.parent(&E); Up && isa<Expr>(Up); Up = Body.parent(Up))
      if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Up); Cast && Cast->getCastKind() == CK_ToVoid)
        return Loss::Ignored;
    return Loss::Dropped;
  }
  const auto *Assignment = dyn_cast_or_null<CXXOperatorCallExpr>(Body.meaningfulParent(&E));
  if (Assignment && Assignment->isAssignmentOp() && isIgnore(strip(Assignment->getArg(0))))
    return Loss::Ignored;
  return Loss::None;
}

bool Consumption::isExpectedToFail(SourceLocation At) const {
  if (isByMacro(At, U.ast(), expectsFailure))
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Body.function());
  const auto *Outer = Method && Method->getParent()->isLambda()
                          ? dyn_cast<FunctionDecl>(Method->getParent()->getDeclContext())
                          : nullptr;
  return Outer && Outer->hasBody() &&
         llvm::any_of(U.body(*Outer->getDefinition()).lambdas(), [&](const LambdaInfo &Lambda) {
           const FunctionDecl *Taker =
               Lambda.Use == LambdaUse::Argument ? U.calls().site(Lambda.Call).Callee : nullptr;
           return Taker && Lambda.E->getCallOperator() == Method && expectsFailure(simpleName(*Taker));
         });
}

const CXXOperatorCallExpr *Consumption::assignment(const DeclRefExpr &Use) const {
  const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Body.meaningfulParent(&Use));
  return Assign && Assign->getOperator() == OO_Equal && strip(Assign->getArg(0)) == &Use &&
                 Body.isDiscarded(Assign)
             ? Assign
             : nullptr;
}

bool Consumption::consumes(const DeclRefExpr &Use) const {
  if (Body.isDiscarded(&Use) || assignment(Use))
    return false;
  const Stmt *Up = Body.meaningfulParent(&Use);
  // std::move(v); std::transform(..., std::back_inserter(v), f)
  if (const auto *Call = dyn_cast_or_null<CallExpr>(Up))
    return !isInserter(*Call) && (withoutMove(Call) != &Use || !Body.isDiscarded(Call));
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up)) {
    // v.push_back(f())
    if (const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl()))
      return !Method->getDeclName().isIdentifier() || !leavesElements(Method->getName()) ||
             // What is known to be empty has nothing to lose.
             (Method->getName() == "empty" && isAsserted(U, Body, *cast<Expr>(Body.parent(Member)))) ||
             (!Method->isConst() && !Body.isDiscarded(dyn_cast_or_null<Expr>(Body.meaningfulParent(Member))));
    // another member of a struct
    const AwaitableInfo *Struct = heldAwaitable(U, Use.getType());
    return !Struct || U.awaitables().info(Use.getType()) || heldAwaitable(U, Member->getType()) == Struct;
  }
  return true;
}

bool Consumption::isMovedFromConsumed(const VarDecl &Var) const {
  const Expr *Init = strip(Var.getInit());
  if (const auto *Move = dyn_cast_or_null<CXXConstructExpr>(Init);
      Move && Move->getConstructor()->isMoveConstructor())
    Init = withoutMove(Move->getArg(0));
  const auto *From = dyn_cast_or_null<DeclRefExpr>(Init);
  return From && llvm::any_of(Body.uses(*From->getDecl()),
                              [&](const DeclRefExpr *Use) { return Use != From && consumes(*Use); });
}

Loss Consumption::of(const ValueDecl &D) const {
  const auto *Var = dyn_cast<VarDecl>(&D);
  if (Var && isMovedFromConsumed(*Var))
    return Loss::None;
  if (Var && (!Var->hasLocalStorage() || isa<ParmVarDecl, DecompositionDecl>(Var) ||
              Var->isExceptionVariable() || Var->isInitCapture()))
    return Loss::None;
  // Of what is named only where nothing is evaluated, `decltype(work)`, the type is what was wanted.
  if (D.isReferenced() && Body.uses(D).empty())
    return Loss::None;
  bool OnPurpose = D.hasAttr<UnusedAttr>(), Filled = !Var || !isEmpty(Var->getInit());
  for (const DeclRefExpr *Use : Body.uses(D)) {
    if (consumes(*Use))
      return Loss::None;
    OnPurpose |= Body.isDiscarded(Use);
    Filled = true;
  }
  return !Filled ? Loss::None : OnPurpose ? Loss::Ignored : Loss::Dropped;
}

} // namespace cotidy
