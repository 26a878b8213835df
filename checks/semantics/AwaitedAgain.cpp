// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/AwaitedAgain.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/PathFlow.h"
#include "semantics/Place.h"

using namespace clang;

namespace cotidy {

namespace {

/// Which variables are used up, and where.
struct Spent {
  llvm::SmallDenseMap<const VarDecl *, const DeclRefExpr *, 4> By;
  bool join(const Spent &Other) {
    const size_t Before = By.size();
    By.insert(Other.By.begin(), Other.By.end());
    return By.size() != Before;
  }
};

class Search {
public:
  Search(Unit &U, const BodyIndex &Body) : U(U), Body(Body) {
    for (const Suspension &At : Body.suspensions())
      if (const auto *Ref = dyn_cast<DeclRefExpr>(withoutMove(At.Operand)); Ref && !At.isYield())
        Awaits[Ref] = &At;
    for (const auto &[Ref, At] : Awaits)
      if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()); Var && isCandidate(*Var))
        Vars.insert(Var);
  }

  SmallVector<AwaitedAgain, 1> found() {
    if (Vars.empty())
      return {};
    CFG::BuildOptions Options;
    Options.PruneTriviallyFalseEdges = true;
    Options.setAllAlwaysAdd();
    const FunctionDecl &F = Body.function();
    std::unique_ptr<CFG> Graph = CFG::buildCFG(&F, const_cast<Stmt *>(F.getBody()), &U.ast(), Options);
    if (!Graph)
      return {};
    PathFlow<Spent> Flow(Body, U.ast(), *Graph);
    Flow.solve(
        Spent(), [&](Spent &S, const CFGElement &Element) { run(S, Element, nullptr); },
        [](Spent &, const CFGBlock &, const CFGBlock &, bool) {});
    SmallVector<AwaitedAgain, 1> Found;
    for (const CFGBlock *Block : Graph->const_reverse_nodes())
      for (auto &[Known, S] : Flow.before(*Block))
        for (const CFGElement &Element : *Block)
          run(S, Element, &Found);
    return Found;
  }

private:
  bool isMoved(const DeclRefExpr &Use) const {
    const auto *Call = dyn_cast_or_null<CallExpr>(Body.meaningfulParent(&Use));
    return Call && withoutMove(Call) == &Use && !Body.isDiscarded(Call);
  }

  /// What reaches the variable by another name is not followed.
  bool isCandidate(const VarDecl &Var) const {
    if (!isTask(U, Var.getType()) || !Var.hasLocalStorage() || Var.getType()->isReferenceType())
      return false;
    const auto Uses = Body.uses(Var);
    return Uses.size() > 0 && llvm::none_of(Uses, [&](const DeclRefExpr *Use) {
             const auto *Unary = dyn_cast_or_null<UnaryOperator>(Body.meaningfulParent(Use));
             return (Unary && Unary->getOpcode() == UO_AddrOf) ||
                    isa_and_nonnull<LambdaExpr>(Body.meaningfulParent(Use));
           });
  }

  bool isSpent(const DeclRefExpr &Use) const {
    const AwaitableInfo *Type = U.awaitables().info(Use.getType());
    return isMoved(Use) || (Awaits.count(&Use) && Type && Type->Model && Type->Model->Once.value_or(false));
  }

  void run(Spent &S, const CFGElement &Element, SmallVectorImpl<AwaitedAgain> *Found) const {
    std::optional<CFGStmt> Statement = Element.getAs<CFGStmt>();
    if (!Statement)
      return;
    if (const auto *Declaration = dyn_cast<DeclStmt>(Statement->getStmt())) {
      for (const Decl *D : Declaration->decls())
        S.By.erase(dyn_cast<VarDecl>(D));
      return;
    }
    const auto *Use = dyn_cast<DeclRefExpr>(Statement->getStmt());
    const auto *Var = Use ? dyn_cast<VarDecl>(Use->getDecl()) : nullptr;
    if (!Var || !Vars.contains(Var))
      return;
    const auto Before = S.By.find(Var);
    const Suspension *Await = Awaits.lookup(Use);
    if (Before != S.By.end() && Await && Found &&
        llvm::none_of(*Found, [&](const AwaitedAgain &Earlier) { return Earlier.Var == Var; }))
      Found->push_back({Var, Await, Before->second});
    if (isSpent(*Use))
      S.By.try_emplace(Var, Use);
    else if (!Await) // assigned to, reset, swapped: it may hold another one
      S.By.erase(Var);
  }

  Unit &U;
  const BodyIndex &Body;
  llvm::DenseMap<const DeclRefExpr *, const Suspension *> Awaits;
  llvm::DenseSet<const VarDecl *> Vars;
};

} // namespace

SmallVector<AwaitedAgain, 1> awaitedAgain(Unit &U, const BodyIndex &Body) { return Search(U, Body).found(); }

} // namespace cotidy
