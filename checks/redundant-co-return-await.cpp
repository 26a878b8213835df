// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds coroutines that only await another one and hand its result on: the frame and the extra resumption buy
// nothing that returning the other's awaitable would not give.

#include "semantics/CoroutineCheck.h"
#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {
namespace {

/// What could be gone when the awaitable is awaited, after a plain return has ended this function.
bool diesHere(const ValueDecl &D) {
  const auto *Var = dyn_cast<VarDecl>(&D);
  return Var && Var->isLocalVarDeclOrParm() && !Var->isStaticLocal() && !Var->getType()->isReferenceType();
}

/// A parameter of this type may refer to its argument for as long as the coroutine runs.
bool refersOn(QualType T) { return T->isAnyPointerType() || T->isReferenceType() || isView(T); }

class RedundantCoReturnAwait : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"redundant-co-return-await",
                                  "finds coroutines whose only await is handed on as their result",
                                  FixKind::Offered, Profile::Strict, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    const auto *Method = dyn_cast<CXXMethodDecl>(C.Decl);
    if (C.InTest || (Method && Method->getParent()->isLambda()) || C.Index->suspensions().size() != 1 ||
        C.Index->coreturns().size() != 1)
      return;
    const CoreturnStmt &Return = *C.Index->coreturns().front();
    const Suspension &Await = C.Index->suspensions().front();
    if (Await.isYield() || !Return.getOperand() || strip(Return.getOperand()) != Await.E ||
        C.Index->enclosing<CXXTryStmt>(&Return) || C.Decl->isDependentContext() || Await.Loop >= 0 ||
        C.Index->enclosing<IfStmt>(&Return) || C.Index->enclosing<SwitchStmt>(&Return))
      return;
    const Expr &Operand = *Await.Operand;
    if (!Operand.isPRValue() ||
        !unit().ast().hasSameUnqualifiedType(Operand.getType(), C.Decl->getReturnType()) ||
        !isa<CallExpr>(Operand) || needsThisFrame(cast<CallExpr>(Operand), C))
      return;
    Finding Passes(Return.getBeginLoc(),
                   llvm::formatv("this coroutine only hands on what it awaits, for a frame and a resumption "
                                 "more at each call of {0}; return the awaitable itself",
                                 quoted(*C.Decl))
                       .str());
    const auto *Body = dyn_cast<CompoundStmt>(C.Index->root());
    const bool IsAll = Body && Body->body_front() == &Return;
    Passes.Offers.push_back({Return.getBeginLoc(),
                             IsAll ? "return the awaitable itself"
                                   : "return the awaitable itself, and do at the call what comes before",
                             {FixItHint::CreateReplacement({Return.getBeginLoc(), Await.loc()}, "return")}});
    report(std::move(Passes), *C.Decl);
  }

private:
  /// Whether something that a plain return would destroy is used by the call, or holds until it is done.
  bool needsThisFrame(const CallExpr &Call, const Coroutine &C) const {
    for (const VarDecl *Var : C.Index->locals())
      if (!Var->isStaticLocal() && Var->needsDestruction(Var->getASTContext()))
        return true;
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee || refersToLocal(Call.getCallee(), C) ||
        (bindsTemporary(Call.getCallee()) && !consumesReceiver(Call)))
      return true;
    const unsigned Skip = isa<CXXOperatorCallExpr>(Call) ? 1 : 0;
    for (unsigned N = 0; N < Call.getNumArgs(); ++N) {
      const ParmVarDecl *Parameter =
          N >= Skip && N - Skip < Callee->getNumParams() ? Callee->getParamDecl(N - Skip) : nullptr;
      bool Keeps = Parameter && !refersOn(Parameter->getType());
      const Expr *Argument = Call.getArg(N);
      if (!Keeps && (refersToLocal(Argument, C) || bindsTemporary(Argument)))
        return true;
    }
    return false;
  }

  /// `fetch(id).on(pool)`: a task that is made into another, which takes over what it holds.
  bool consumesReceiver(const CallExpr &Call) const {
    const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
    const CXXMethodDecl *Method = Member ? Member->getMethodDecl() : nullptr;
    const AwaitableInfo *Task =
        Method ? unit().awaitables().info(Member->getImplicitObjectArgument()->getType()) : nullptr;
    return Task && Task->MustConsume && Method->getRefQualifier() == RQ_RValue;
  }

  static bool bindsTemporary(const Stmt *S) {
    return isa<MaterializeTemporaryExpr>(S) ||
           llvm::any_of(S->children(), [](const Stmt *Child) { return Child && bindsTemporary(Child); });
  }

  /// A number or a flag that is read here and now: what is made of it refers to nothing.
  static bool isRead(const DeclRefExpr &Ref, const Coroutine &C) {
    const auto *Cast = dyn_cast_or_null<ImplicitCastExpr>(C.Index->parent(&Ref));
    return Cast && Cast->getCastKind() == CK_LValueToRValue && Cast->getType()->isArithmeticType();
  }

  static bool refersToLocal(const Expr *E, const Coroutine &C) {
    return llvm::any_of(C.Index->nodes(), [&](const Stmt *S) {
      const auto *Ref = dyn_cast<DeclRefExpr>(S);
      return Ref && C.Index->contains(E, Ref) && !isRead(*Ref, C) &&
             (diesHere(*Ref->getDecl()) || Ref->refersToEnclosingVariableOrCapture());
    });
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(redundant_co_return_await, cotidy::RedundantCoReturnAwait)
