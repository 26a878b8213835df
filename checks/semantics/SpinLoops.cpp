// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/SpinLoops.h"

#include "semantics/Naming.h"

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

Effect effectOf(const CallExpr &Call, const ASTContext &AST) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return Effect::Changes;
  const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  if (Method && !Method->isStatic())
    return Method->isConst() ? Effect::Asks : Effect::Changes;
  if (Callee->getNumParams() == 0 && simpleName(*Callee) == "now")
    return Effect::Asks;
  Expr::EvalResult Constant;
  const bool IsComparison = Callee->isConstexpr() && Callee->getOverloadedOperator() != OO_None;
  return isPause(*Callee) || IsComparison || Call.EvaluateAsRValue(Constant, AST) ? Effect::None
                                                                                  : Effect::Changes;
}

Effect effectOf(const Stmt &S, const ASTContext &AST) {
  if (const auto *Call = dyn_cast<CallExpr>(&S))
    return effectOf(*Call, AST);
  if (isa<CoroutineSuspendExpr, LambdaExpr, CXXThrowExpr, CXXNewExpr, CXXDeleteExpr, CXXForRangeStmt>(S))
    return Effect::Changes;
  if (const auto *Unary = dyn_cast<UnaryOperator>(&S); Unary && Unary->isIncrementDecrementOp())
    return Effect::Changes;
  if (const auto *Binary = dyn_cast<BinaryOperator>(&S); Binary && Binary->isAssignmentOp())
    return Effect::Changes;
  return Effect::None;
}

/// A jump that is taken at once makes a block of the loop, as in `do { ... } while (false)`.
bool alwaysLeaves(const LoopInfo &Loop) {
  const auto *Block = dyn_cast<CompoundStmt>(Loop.Body);
  return Block && llvm::any_of(Block->body(), [](const Stmt *S) {
           return isa<ReturnStmt, CoreturnStmt, BreakStmt, GotoStmt>(S);
         });
}

bool spins(const BodyIndex &Body, const LoopInfo &Loop, const ASTContext &AST) {
  bool Asks = false;
  for (const Stmt *S : Body.nodes()) {
    if (!Body.contains(Loop.S, S))
      continue;
    const Effect Of = S == Loop.S && !isa<CXXForRangeStmt>(S) ? Effect::None : effectOf(*S, AST);
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
