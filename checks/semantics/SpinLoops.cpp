// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/SpinLoops.h"

#include "semantics/Awaitables.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"

#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {

namespace {

enum class Effect { Changes, None, Asks };

/// `std::this_thread::yield()`, `_mm_pause()`, `cpu_relax()`: lets others run, by name.
bool isPause(const FunctionDecl &Callee) {
  return Callee.getNumParams() == 0 && Callee.getReturnType()->isVoidType() &&
         llvm::any_of(ArrayRef<StringRef>{"pause", "relax", "yield"},
                      [&](StringRef Word) { return holdsWord(simpleName(Callee), Word); });
}

/// \p Drops says that nothing looks at the result.
Effect effectOf(const CallExpr &Call, bool Drops, const ASTContext &AST) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return Effect::Changes;
  // What is tried without success has changed nothing. A call for no answer is one for what it does, and what
  // a callable does is not said by its being const.
  const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  if (Method && !Method->isStatic() && !isPause(*Method)) {
    const bool Acts = Drops && (Method->getReturnType()->isVoidType() || isa<CXXOperatorCallExpr>(Call));
    return !Acts && (Method->isConst() || isNamedBy(*Method, {"try"})) ? Effect::Asks : Effect::Changes;
  }
  if (Callee->getNumParams() == 0 && simpleName(*Callee) == "now")
    return Effect::Asks;
  Expr::EvalResult Constant;
  const bool IsComparison = Callee->isConstexpr() && Callee->getOverloadedOperator() != OO_None;
  return isPause(*Callee) || IsComparison || Call.EvaluateAsRValue(Constant, AST) ? Effect::None
                                                                                  : Effect::Changes;
}

/// A container that is there before and after a walk over it, unlike a generator.
bool isWalkedUnchanged(const CXXForRangeStmt &Loop) {
  const QualType Range = Loop.getRangeInit()->getType().getNonReferenceType();
  const CXXRecordDecl *Class = Range->getAsCXXRecordDecl();
  return Range->isArrayType() ||
         (Class && Class->hasDefinition() &&
          llvm::any_of(methodsNamed(*Class, "begin"), [](const CXXMethodDecl *M) { return M->isConst(); }));
}

/// What \p S gives a new value, if it does that and no more; null if it does nothing of the kind.
const Expr *changedBy(const Stmt &S) {
  if (const auto *Unary = dyn_cast<UnaryOperator>(&S); Unary && Unary->isIncrementDecrementOp())
    return Unary->getSubExpr();
  if (const auto *Binary = dyn_cast<BinaryOperator>(&S); Binary && Binary->isAssignmentOp())
    return Binary->getLHS();
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&S);
  return Operator && (Operator->isAssignmentOp() || Operator->getOperator() == OO_PlusPlus ||
                      Operator->getOperator() == OO_MinusMinus)
             ? Operator->getArg(0)
             : nullptr;
}

/// Whether each round of \p Loop has a \p Var of its own, so that what it is set to does not outlive the
/// round.
bool isOfOneRound(const BodyIndex &Body, const LoopInfo &Loop, const VarDecl &Var) {
  return !Var.getType()->isReferenceType() && llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    const auto *Declaration = dyn_cast<DeclStmt>(S);
    return Declaration && llvm::is_contained(Declaration->decls(), &Var) && Body.contains(Loop.Body, S);
  });
}

Effect effectOf(const BodyIndex &Body, const LoopInfo &Loop, const Stmt &S, const ASTContext &AST) {
  if (const Expr *Changed = changedBy(S)) {
    const VarDecl *Var = localOf(Changed);
    if (Var && isOfOneRound(Body, Loop, *Var))
      return Effect::None;
  }
  if (const auto *Call = dyn_cast<CallExpr>(&S))
    return effectOf(*Call, Body.isDiscarded(Call), AST);
  if (const auto *Walk = dyn_cast<CXXForRangeStmt>(&S))
    return isWalkedUnchanged(*Walk) ? Effect::None : Effect::Changes;
  if (isa<CoroutineSuspendExpr, LambdaExpr, CXXThrowExpr, CXXNewExpr, CXXDeleteExpr>(S))
    return Effect::Changes;
  return changedBy(S) ? Effect::Changes : Effect::None;
}

/// A jump that is taken at once makes a block of the loop, as in `do { ... } while (false)`.
bool alwaysLeaves(const LoopInfo &Loop) {
  const auto *Block = dyn_cast<CompoundStmt>(Loop.Body);
  return Block && llvm::any_of(Block->body(), [](const Stmt *S) {
           return isa<ReturnStmt, CoreturnStmt, BreakStmt, GotoStmt>(S);
         });
}

bool leaves(const Stmt *Branch, const LoopInfo &Loop, const BodyIndex &Body) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(Branch))
    Branch = Block->body_empty() ? nullptr : Block->body_back();
  if (isa_and_nonnull<ReturnStmt, CoreturnStmt>(Branch))
    return true;
  return isa_and_nonnull<BreakStmt>(Branch) && !Body.enclosing<SwitchStmt>(Branch) &&
         &Body.loops()[Body.loopOf(Branch)] == &Loop;
}

/// Whether \p S is on a way out of \p Loop, and so done once.
bool isLastRound(const BodyIndex &Body, const LoopInfo &Loop, const Stmt *S) {
  for (const Stmt *Up = Body.parent(S); Up && Up != Loop.S; S = Up, Up = Body.parent(Up))
    if (const auto *If = dyn_cast<IfStmt>(Up);
        If && ((S == If->getThen() && leaves(If->getThen(), Loop, Body)) ||
               (S == If->getElse() && leaves(If->getElse(), Loop, Body))))
      return true;
  return false;
}

bool spins(const BodyIndex &Body, const LoopInfo &Loop, const ASTContext &AST) {
  if (isa<CXXForRangeStmt>(Loop.S))
    return false;
  bool Asks = false;
  for (const Stmt *S : Body.nodes()) {
    if (!Body.contains(Loop.S, S) || isLastRound(Body, Loop, S))
      continue;
    const Effect Of = S == Loop.S ? Effect::None : effectOf(Body, Loop, *S, AST);
    if (Of == Effect::Changes)
      return false;
    Asks |= Of == Effect::Asks;
  }
  return Asks && !alwaysLeaves(Loop);
}

} // namespace

SmallVector<const Stmt *, 1> spinLoops(const BodyIndex &Body) {
  SmallVector<const Stmt *, 1> Found;
  const ASTContext &AST = Body.function().getASTContext();
  for (const LoopInfo &Loop : Body.loops()) {
    // `do { ... } while (false)` is no loop.
    const auto *Do = dyn_cast<DoStmt>(Loop.S);
    bool Again = true;
    if (Do && !Do->getCond()->isValueDependent() && Do->getCond()->EvaluateAsBooleanCondition(Again, AST) &&
        !Again)
      continue;
    const bool Inner = llvm::any_of(Found, [&](const Stmt *Outer) { return Body.contains(Outer, Loop.S); });
    if (!Inner && spins(Body, Loop, AST))
      Found.push_back(Loop.S);
  }
  return Found;
}

} // namespace cotidy
