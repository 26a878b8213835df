// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ReaderStates.h"

#include "semantics/Objects.h"

#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {

static const EnumConstantDecl *enumerator(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(strip(E));
  return Ref ? dyn_cast<EnumConstantDecl>(Ref->getDecl()) : nullptr;
}

bool isStep(const BodyIndex &Body, const StaleRead &Stale) {
  const int Loop = Body.loopOf(Stale.Relies);
  if (Stale.Is != StaleRead::LateAct || Loop < 0 || !Stale.State.back()->getType()->isEnumeralType())
    return false;
  llvm::SmallPtrSet<const EnumConstantDecl *, 4> Asked, Set;
  for (const Stmt *Node : Body.nodes()) {
    const auto *Binary = dyn_cast<BinaryOperator>(Node);
    if (!Binary || !Body.contains(Body.loops()[Loop].S, Binary) ||
        sharedState(strip(Binary->getLHS())) != Stale.State)
      continue;
    if (const EnumConstantDecl *To = enumerator(Binary->getRHS()))
      (Binary->isAssignmentOp() ? Set : Asked).insert(To);
  }
  return Asked.size() > 1 && Set.size() > 1;
}

/// Whether \p Value is made from what was awaited, \p Awaited being a local that has it.
static bool isAwaited(const BodyIndex &Body, const Expr *Value, const VarDecl *&Awaited) {
  Awaited = localOf(Value);
  const Expr *From = Awaited ? Awaited->getInit() : Value;
  return From &&
         llvm::any_of(Body.suspensions(), [&](const Suspension &At) { return Body.contains(From, At.E); });
}

bool isCountedOff(const BodyIndex &Body, const StaleRead &Stale) {
  if (Stale.Is != StaleRead::LateAct)
    return false;
  auto Decides = [&](const SharedState &Count, const VarDecl *Awaited) {
    for (const auto *If = Body.enclosing<IfStmt>(Stale.Relies); If; If = Body.enclosing<IfStmt>(If))
      for (const Stmt *Node : Body.nodes()) {
        const auto *Name = dyn_cast<Expr>(Node);
        if (Name && Body.contains(If->getCond(), Name) && Body.isBefore(Stale.Suspended, Name) &&
            ((Awaited && localOf(Name) == Awaited) || sharedState(Name) == Count))
          return true;
      }
    return false;
  };
  return llvm::any_of(Body.nodes(), [&](const Stmt *Node) {
    const auto *Counting = dyn_cast<CompoundAssignOperator>(Node);
    if (!Counting ||
        !Counting->isAdditiveOp(BinaryOperator::getOpForCompoundAssignment(Counting->getOpcode())))
      return false;
    const SharedState Count = sharedState(strip(Counting->getLHS()));
    const VarDecl *Awaited = nullptr;
    return !Count.empty() && isAwaited(Body, Counting->getRHS(), Awaited) &&
           (Count == Stale.State || Decides(Count, Awaited));
  });
}

} // namespace cotidy
