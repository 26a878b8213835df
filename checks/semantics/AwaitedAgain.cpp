// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/AwaitedAgain.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/Place.h"
#include "semantics/VariablePaths.h"

using namespace clang;

namespace cotidy {

namespace {

/// The state: which variables are used up, and where.
class Search : VariablePaths<MarkedVars> {
public:
  Search(Unit &U, const BodyIndex &Body) : VariablePaths(Body, U.ast()), U(U) {
    for (const Suspension &At : Body.suspensions())
      if (const auto *Ref = dyn_cast<DeclRefExpr>(withoutMove(At.Operand)); Ref && !At.isYield())
        Awaits[Ref] = &At;
    for (const auto &[Ref, At] : Awaits)
      if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()); Var && isCandidate(*Var))
        Vars.insert(Var);
  }

  SmallVector<AwaitedAgain, 1> found() {
    if (!Vars.empty())
      follow(MarkedVars());
    return std::move(Found);
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

  void declared(MarkedVars &Spent, const VarDecl &Var) override { Spent.By.erase(&Var); }

  void assigned(MarkedVars &Spent, const VarDecl &Var, const CXXOperatorCallExpr &) override {
    Spent.By.erase(&Var);
  }

  void used(MarkedVars &Spent, const VarDecl &Var, const DeclRefExpr &Use) override {
    if (!Vars.contains(&Var))
      return;
    const auto Before = Spent.By.find(&Var);
    const Suspension *Await = Awaits.lookup(&Use);
    if (Before != Spent.By.end() && Await && Final &&
        llvm::none_of(Found, [&](const AwaitedAgain &Earlier) { return Earlier.Var == &Var; }))
      Found.push_back({&Var, Await, Before->second});
    if (isSpent(Use))
      Spent.By.try_emplace(&Var, &Use);
    else if (!Await) // reset, swapped: it may hold another one
      Spent.By.erase(&Var);
  }

  Unit &U;
  llvm::DenseMap<const DeclRefExpr *, const Suspension *> Awaits;
  llvm::DenseSet<const VarDecl *> Vars;
  SmallVector<AwaitedAgain, 1> Found;
};

} // namespace

SmallVector<AwaitedAgain, 1> awaitedAgain(Unit &U, const BodyIndex &Body) { return Search(U, Body).found(); }

} // namespace cotidy
