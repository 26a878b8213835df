// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds coroutine lambdas whose captures die before the coroutine: captures live in the closure, not in the
// coroutine's frame, and the closure is gone at the end of the statement that called it.

#include "semantics/CoroutineCheck.h"
#include "semantics/Fate.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether the closure is copied into the coroutine's frame: `[x](this auto self)`.
bool takesItselfByValue(const CXXMethodDecl &Method) {
  return Method.isExplicitObjectMemberFunction() && !Method.getParamDecl(0)->getType()->isReferenceType();
}

class DanglingCapture : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"dangling-capture",
                                  "finds coroutine lambdas whose captures die before the coroutine",
                                  FixKind::Offered, Profile::Recommended, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const BodyIndex &Body = unit().body(F);
    for (const Expr *E : Body.calls())
      if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E); Call && Call->getOperator() == OO_Call)
        checkCall(*Call, Body);
  }

private:
  void checkCall(const CXXOperatorCallExpr &Call, const BodyIndex &Body) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
    if (!Method || !Method->getParent()->isLambda() || takesItselfByValue(*Method))
      return;
    const Coroutine *C = unit().coroutine(*Method);
    const LambdaExpr *Closure = C ? closureOf(*strip(Call.getArg(0)), Call, Body) : nullptr;
    if (!Closure || Closure->capture_size() == 0)
      return;
    const Stmt *Read = firstLateRead(unit(), *C, [](const Stmt &S) {
      const auto *Ref = dyn_cast<DeclRefExpr>(&S);
      return (Ref && Ref->refersToEnclosingVariableOrCapture()) || isa<CXXThisExpr>(S);
    });
    if (!Read)
      return;
    Finding Dies(Closure->getBeginLoc(),
                 "the captures of this lambda die before the coroutine it starts, which "
                 "reads them when it is resumed; pass them as parameters");
    Dies.note(Call.getBeginLoc(),
              isa<LambdaExpr>(strip(Call.getArg(0)))
                  ? "the lambda is gone at the end of this statement, and nothing in it awaits "
                    "the coroutine"
                  : "the coroutine goes on from here, and the lambda does not")
        .note(Read->getBeginLoc(), "read here");
    offerSelf(Dies, *Closure, *Method);
    report(std::move(Dies), Body.function());
  }

  /// The lambda whose closure is gone before the coroutine that \p Call starts; null if it may outlive it.
  const LambdaExpr *closureOf(const Expr &Callee, const CXXOperatorCallExpr &Call, const BodyIndex &Body) {
    const Fate End = fateOf(unit(), Body, Call);
    if (const auto *Lambda = dyn_cast<LambdaExpr>(&Callee))
      return End == Fate::AwaitedHere || End == Fate::WaitedFor || End == Fate::Dropped ? nullptr : Lambda;
    const auto *Ref = dyn_cast<DeclRefExpr>(&Callee);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!Var || !Var->isLocalVarDecl() || Var->isStaticLocal() || !Var->getInit() ||
        !(End == Fate::Returned || (End == Fate::Started && isLastInScope(*Var, Call, Body))))
      return nullptr;
    return dyn_cast<LambdaExpr>(strip(Var->getInit()));
  }

  /// Whether the block that declares \p Var ends with the statement of \p Call.
  static bool isLastInScope(const VarDecl &Var, const Expr &Call, const BodyIndex &Body) {
    const Stmt *Statement = Body.statementOf(&Call);
    const auto *Block = dyn_cast_or_null<CompoundStmt>(Body.parent(Statement));
    return Block && Block->body_back() == Statement && llvm::any_of(Block->body(), [&](const Stmt *S) {
             const auto *Declaration = dyn_cast<DeclStmt>(S);
             return Declaration && llvm::is_contained(Declaration->decls(), &Var);
           });
  }

  void offerSelf(Finding &Dies, const LambdaExpr &Closure, const CXXMethodDecl &Method) {
    if (!unit().ast().getLangOpts().CPlusPlus23 || !Closure.hasExplicitParameters() || Closure.isMutable() ||
        Closure.isGenericLambda() || Method.isExplicitObjectMemberFunction())
      return;
    const auto Type =
        Closure.getCallOperator()->getTypeSourceInfo()->getTypeLoc().getAsAdjusted<FunctionTypeLoc>();
    if (!Type)
      return;
    Dies.Offers.push_back(
        {Closure.getBeginLoc(),
         "copy the captures into the coroutine, by an explicit object parameter",
         {FixItHint::CreateInsertion(Type.getLParenLoc().getLocWithOffset(1),
                                     Method.getNumParams() ? "this auto, " : "this auto")}});
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(dangling_capture, cotidy::DanglingCapture)
