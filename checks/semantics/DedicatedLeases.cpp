// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/DedicatedLeases.h"

#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/SharedAccess.h"

using namespace clang;

namespace cotidy {

namespace {

/// `bool`, `std::atomic<bool>`
bool isFlagType(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  return T->isBooleanType() || (Class && Class->isInStdNamespace() && Class->getDeclName().isIdentifier() &&
                                Class->getName().starts_with("atomic"));
}

/// `true`, `running`, `!stop.load()`: no count, and no end of what there is to do.
bool asksFlag(const Expr *Condition) {
  Condition = strip(Condition);
  if (const auto *Not = dyn_cast<UnaryOperator>(Condition))
    return Not->getOpcode() == UO_LNot && asksFlag(Not->getSubExpr());
  if (const auto *Literal = dyn_cast<CXXBoolLiteralExpr>(Condition))
    return Literal->getValue();
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Condition)) // of an atomic, written or implied
    return isFlagType(strip(Call->getImplicitObjectArgument())->getType());
  return usedBy(Condition) && isFlagType(Condition->getType());
}

bool isService(const LoopInfo &Loop) {
  const auto *For = dyn_cast<ForStmt>(Loop.S);
  const Expr *Condition = conditionOf(Loop);
  return !Loop.Range && !(For && For->getInc()) && (!Condition || asksFlag(Condition));
}

/// The method that is called on what \p Use names; null if there is none.
const CXXMethodDecl *calledOn(const BodyIndex &Body, const DeclRefExpr &Use) {
  const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(&Use));
  return Member && !Member->isArrow() ? dyn_cast<CXXMethodDecl>(Member->getMemberDecl()) : nullptr;
}

/// `lease.emplace(...)`, `lease = ...`
bool isFilled(const BodyIndex &Body, const DeclRefExpr &Use) {
  const CXXMethodDecl *Method = calledOn(Body, Use);
  return isAssigned(Body, Use) || (Method && simpleName(*Method) == "emplace");
}

/// `lease.reset()`, `std::move(lease)`
bool isGivenUp(const BodyIndex &Body, const DeclRefExpr &Use) {
  const CXXMethodDecl *Method = calledOn(Body, Use);
  const auto *Call = dyn_cast_or_null<CallExpr>(Body.meaningfulParent(&Use));
  return (Method && isNamedBy(*Method, {"reset", "release"})) || (Call && withoutMove(Call) == &Use);
}

/// Whether \p Use is on a branch that is taken only where the variable says it has none.
bool isWhereThereIsNone(const BodyIndex &Body, const DeclRefExpr &Use, const Stmt *Within) {
  for (const auto *If = Body.enclosing<IfStmt>(&Use); If && Body.contains(Within, If);
       If = Body.enclosing<IfStmt>(If))
    if (Body.contains(If->getThen(), &Use) &&
        llvm::any_of(Body.uses(*Use.getDecl()),
                     [&](const DeclRefExpr *Asked) { return Body.contains(If->getCond(), Asked); }))
      return true;
  return false;
}

bool isDeclaredIn(const LoopInfo &Loop, const BodyIndex &Body, const VarDecl &Var) {
  return llvm::any_of(Body.nodes(),
                      [&](const Stmt *S) { return declaredBy(S) == &Var && Body.contains(Loop.Body, S); });
}

bool isKeptOver(const LoopInfo &Loop, const BodyIndex &Body, const VarDecl &Lease) {
  bool Filled = false;
  for (const DeclRefExpr *Use : Body.uses(Lease)) {
    if (!Body.contains(Loop.Body, Use) || Body.inHandler(Use))
      continue;
    if (isGivenUp(Body, *Use) || (isFilled(Body, *Use) && !isWhereThereIsNone(Body, *Use, Loop.Body)))
      return false;
    Filled |= isFilled(Body, *Use);
  }
  return Filled;
}

} // namespace

bool isDedicated(const BodyIndex &Body, const Suspension &At, const HeldResource &R) {
  const VarDecl *Lease = R.Type.What == Hold::Lease ? rootVariable(R.Where) : nullptr;
  if (!Lease)
    return false;
  for (int I = At.Loop; I >= 0; I = Body.loops()[I].Parent)
    if (const LoopInfo &Loop = Body.loops()[I];
        isService(Loop) && !isDeclaredIn(Loop, Body, *Lease) && isKeptOver(Loop, Body, *Lease))
      return true;
  return false;
}

} // namespace cotidy
