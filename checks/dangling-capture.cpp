// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds coroutine lambdas whose captures die before the coroutine: captures live in the closure, not in the
// coroutine's frame, and the closure is gone at the end of the statement that called it.

#include "semantics/Consumption.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Fate.h"
#include "semantics/InlineStarts.h"
#include "semantics/Objects.h"
#include "semantics/TaskStarts.h"
#include "semantics/TaskStores.h"

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
    for (const Expr *E : Body.calls()) {
      if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E); Call && Call->getOperator() == OO_Call)
        checkCall(*Call, Body);
      for (const FunctionModel *M : unit().calls().site(E).Models)
        if (M->DropsCallable.value_or(false))
          checkContinuation(unit().calls().site(E), *M, Body);
    }
  }

private:
  void checkCall(const CXXOperatorCallExpr &Call, const BodyIndex &Body) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
    if (!Method || !Method->getParent()->isLambda() || takesItselfByValue(*Method))
      return;
    const LambdaExpr *Closure =
        unit().coroutine(*Method) ? closureOf(*strip(Call.getArg(0)), Call, Body) : nullptr;
    const Stmt *Read = Closure ? lateRead(*Closure, *Method, isResumedAtOnce(unit(), Body, Call)) : nullptr;
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

  /// A function that is given a lambda, runs it, and has no use for it when it has returned its task:
  /// `future.then([x]() -> future<> { ... })`.
  void checkContinuation(const CallSite &Site, const FunctionModel &M, const BodyIndex &Body) {
    const LambdaExpr *Closure = lambdaBehind(Site.arg(M.Callable));
    const auto *Method = Closure ? dyn_cast_or_null<CXXMethodDecl>(callOperator(*Closure)) : nullptr;
    const Stmt *Read =
        Method && !takesItselfByValue(*Method) ? lateRead(*Closure, *Method, /*Begun=*/false) : nullptr;
    if (!Read)
      return;
    Finding Dies(
        Closure->getBeginLoc(),
        "the captures of this lambda die before the coroutine it starts, which reads them when it is "
        "resumed; copy them into the coroutine before it first awaits");
    Dies.note(Site.E->getExprLoc(), M.Note.empty()
                                        ? "the lambda is gone when it has returned its task here"
                                        : "the lambda is gone when it has returned its task here; " + M.Note)
        .note(Read->getBeginLoc(), "read here");
    offerSelf(Dies, *Closure, *Method);
    report(std::move(Dies), Body.function());
  }

  /// The first use of a capture of \p Closure, a coroutine, after that may be gone, be it \p Begun when its
  /// task is handed on or not; null if there is none.
  const Stmt *lateRead(const LambdaExpr &Closure, const CXXMethodDecl &Method, bool Begun) {
    const Coroutine *C = Closure.capture_size() ? unit().coroutine(Method) : nullptr;
    return C ? firstLateRead(
                   unit(), *C,
                   [](const Stmt &S) {
                     const auto *Ref = dyn_cast<DeclRefExpr>(&S);
                     return (Ref && Ref->refersToEnclosingVariableOrCapture()) || isa<CXXThisExpr>(S);
                   },
                   Begun)
             : nullptr;
  }

  /// The lambda whose closure is gone before the coroutine that \p Call starts; null if it may outlive it.
  const LambdaExpr *closureOf(const Expr &Callee, const CXXOperatorCallExpr &Call, const BodyIndex &Body) {
    const Fate End = fateOf(unit(), Body, Call);
    if (End == Fate::Kept && neverRuns(Call, Body))
      return nullptr;
    if (const auto *Lambda = dyn_cast<LambdaExpr>(&Callee))
      return End == Fate::AwaitedHere || End == Fate::WaitedFor || End == Fate::Dropped ? nullptr : Lambda;
    const auto *Ref = dyn_cast<DeclRefExpr>(&Callee);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!Var || !Var->isLocalVarDecl() || Var->isStaticLocal() || !Var->getInit() ||
        !(End == Fate::Returned || (End == Fate::Started && isStartedLonger(unit(), Body, Call, *Var)) ||
          isStoredLonger(unit(), Body, Call, *Var)))
      return nullptr;
    return dyn_cast<LambdaExpr>(strip(Var->getInit()));
  }

  /// Whether \p Call makes a lazy task in a variable that nothing awaits: what is never resumed reads
  /// nothing.
  bool neverRuns(const Expr &Call, const BodyIndex &Body) {
    const AwaitableInfo *Task = unit().awaitables().info(Call.getType());
    const bool IsLazy = Task && Task->Starts == Start::Lazy;
    const VarDecl *Var = IsLazy ? declaredBy(Body.enclosing<DeclStmt>(&Call)) : nullptr;
    return Var && Consumption(unit(), Body).of(*Var) != Loss::None;
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
