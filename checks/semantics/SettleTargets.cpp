// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/SettleTargets.h"

#include "semantics/Access.h"
#include "semantics/Place.h"
#include "semantics/SettleHeirs.h"
#include "semantics/Touches.h"

using namespace clang;

namespace cotidy {

bool isArrow(const Stmt *S) {
  const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(S);
  return Call && (Call->getOperator() == OO_Arrow || Call->getOperator() == OO_Star);
}

namespace {

const Expr *withoutArrow(const Expr *E) {
  E = strip(E);
  while (isArrow(E))
    E = strip(cast<CXXOperatorCallExpr>(E)->getArg(0));
  if (const auto *Star = dyn_cast_or_null<UnaryOperator>(E))
    E = strip(Star->getSubExpr());
  return E;
}

/// What \p E is a copy of, or was moved from; null if it is no variable.
const DeclRefExpr *copied(const Expr *E) {
  E = strip(withoutMove(strip(E)));
  if (const auto *Copy = dyn_cast_or_null<CXXConstructExpr>(E);
      Copy && Copy->getNumArgs() == 1 && Copy->getConstructor()->isCopyOrMoveConstructor())
    return copied(Copy->getArg(0));
  return dyn_cast_or_null<DeclRefExpr>(E);
}

/// How far the lambda of \p Operator, which has captured \p Var of the function around it, is to settle \p
/// To.
Duty dutyOfCapture(Unit &U, const CXXMethodDecl &Operator, const VarDecl &Var, const SettleTarget &To) {
  for (const LambdaCapture &Capture : Operator.getParent()->captures())
    if (Capture.capturesVariable() && Capture.getCapturedVar() == &Var) {
      const Duty Left = dutyOfHeir(U, Operator, Var, To);
      const bool IsCalledOnce = Capture.getCaptureKind() == LCK_ByCopy || isToldOfErrors(U, Operator);
      return Left == Duty::Always && !IsCalledOnce ? Duty::None : Left;
    }
  return Duty::None;
}

/// Whether \p Body, of a callback, goes by what earlier calls have left in what it captured: it is called
/// until there is enough, as in `if (--missing == 0) all.set_value();`.
bool gathers(Unit &U, const BodyIndex &Body, const VarDecl &Promise) {
  return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    const auto *If = dyn_cast<IfStmt>(S);
    if (!If)
      return false;
    return llvm::any_of(touchesOf(U, Body, If->getCond()), [&](const Touch &Asked) {
      const auto *Ref = dyn_cast<DeclRefExpr>(Asked.At);
      const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (!Var || Var == &Promise || !Ref->refersToEnclosingVariableOrCapture())
        return false;
      return !Asked.OnlyReads || llvm::any_of(Body.uses(*Var), [&](const DeclRefExpr *Use) {
        const Stmt *Statement = Body.statementOf(Use);
        const auto *Before = dyn_cast_or_null<Expr>(Statement);
        return Before && Body.isBefore(Before, If) &&
               llvm::any_of(touchesOf(U, Body, Before),
                            [&](const Touch &Left) { return Left.At == Use && !Left.OnlyReads; });
      });
    });
  });
}

} // namespace

const ValueDecl &SettleTarget::named() const {
  if (Members.empty())
    return *Root;
  return *Members.back();
}

bool SettleTarget::isWithin(const SettleTarget &Whole) const {
  return Root == Whole.Root && Whole.Members.size() <= Members.size() &&
         std::equal(Whole.Members.begin(), Whole.Members.end(), Members.begin());
}

bool SettleTarget::operator==(const SettleTarget &Other) const {
  return Root == Other.Root && Members == Other.Members;
}

std::optional<SettleTarget> settleTarget(const Expr *E) {
  SettleTarget Found;
  E = withoutArrow(withoutMove(E));
  while (const auto *Member = dyn_cast_or_null<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    // A plain pointer goes from one object to the next without a word.
    if (!Field || Field->getType()->isPointerType())
      return std::nullopt;
    Found.Members.insert(Found.Members.begin(), Field);
    E = withoutArrow(Member->getBase());
  }
  if (isa_and_nonnull<CXXThisExpr>(E))
    return Found;
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  Found.Root = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Found.Root ? std::optional(std::move(Found)) : std::nullopt;
}

std::optional<SettleTarget> settledBy(Unit &U, const Expr &Call) {
  if (const Expr *Handle = resumedHandle(Call))
    return settleTarget(Handle);
  const CallSite &Site = U.calls().site(&Call);
  return Site.does(CallKind::Settle) && Site.Object ? settleTarget(Site.Object) : std::nullopt;
}

bool isPromise(Unit &U, const SettleTarget &To) {
  if (!To.Root && To.Members.empty()) // a method of the promise's own class
    return false;
  const CXXRecordDecl *Class = classOf(To.named().getType(), /*ThroughPointer=*/true);
  return Class && U.awaitables().model(*Class, TypeKind::Promise);
}

bool isAsked(Unit &U, const BodyIndex &Body, const DeclRefExpr &Use) {
  const Stmt *Up = Body.meaningfulParent(&Use);
  const MemberExpr *Member = nullptr;
  while (isArrow(Up) || isa_and_nonnull<MemberExpr>(Up)) {
    Member = dyn_cast<MemberExpr>(Up);
    if (Member && !isa<FieldDecl>(Member->getMemberDecl()))
      break;
    Up = Body.meaningfulParent(Up);
  }
  const auto *Call = Member ? dyn_cast_or_null<CallExpr>(Body.parent(Member)) : nullptr;
  return Call && !U.calls().site(Call).does(CallKind::Settle) && !resumedHandle(*Call);
}

Duty dutyTo(Unit &U, const BodyIndex &Body, const SettleTarget &To) {
  if (!To.Root || !To.Root->hasLocalStorage())
    return Duty::None;
  const VarDecl &Var = *To.Root;
  const QualType Type = Var.getType();
  const bool IsShared = isPointerLike(Type) || isHandle(Type);
  const auto *Method = dyn_cast<CXXMethodDecl>(&Body.function());
  const bool InLambda = Method && Method->getParent()->isLambda();
  const bool IsCaptured = Var.isInitCapture() || Var.getDeclContext() != &Body.function();
  if (IsCaptured && (!InLambda || gathers(U, Body, Var)))
    return Duty::None;
  if (Var.isInitCapture()) {
    // Of a pointer, the variable that it is a copy of leaves others, if it does not go with it; what takes a
    // handle along counts, often as not, who is the last to come to an end.
    const DeclRefExpr *From = copied(Var.getInit());
    const auto *Outer = From ? dyn_cast<VarDecl>(From->getDecl()) : nullptr;
    if (IsShared)
      return !isHandle(Type) && Outer ? dutyOfHeir(U, *Method, *Outer, To) : Duty::None;
    return To.Members.empty() ? Duty::Always : Duty::None;
  }
  if (IsCaptured)
    return dutyOfCapture(U, *Method, Var, To);
  return To.Members.empty() && !IsShared && !Type->isReferenceType() ? Duty::Always : Duty::None;
}

} // namespace cotidy
