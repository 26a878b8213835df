// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ElementHolders.h"

#include "semantics/Access.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Referents.h"

using namespace clang;

namespace cotidy {

namespace {

/// A part of an object, or an access to what it leads to, asks nothing of it but where that is.
bool onlyLeadsOn(const Expr &E) {
  if (const auto *Unary = dyn_cast<UnaryOperator>(&E))
    return Unary->getOpcode() == UO_AddrOf || Unary->getOpcode() == UO_Deref;
  if (const auto *Member = dyn_cast<MemberExpr>(&E))
    return !Member->isArrow() || isa<CXXOperatorCallExpr, CXXMemberCallExpr>(strip(Member->getBase()));
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E))
    return Operator->getOperator() == OO_Star || Operator->getOperator() == OO_Arrow;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&E)) {
    constexpr llvm::StringLiteral Getters[] = {"get", "value", "data", "c_str"};
    const CXXMethodDecl *Method = Call->getMethodDecl();
    return Method && (isa<CXXConversionDecl>(Method) || llvm::is_contained(Getters, simpleName(*Method)) ||
                      isView(Call->getImplicitObjectArgument()->getType()));
  }
  return isa<CXXConstructExpr>(E) ? isView(E.getType())
                                  : isa<CastExpr, CXXBindTemporaryExpr, InitListExpr>(E);
}

/// Whether \p E takes a step from a pointer that owns to what it points to.
bool leadsBeyond(const Expr &E) {
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
  const auto *Getter = dyn_cast<CXXMemberCallExpr>(&E);
  const CXXMethodDecl *Method = Getter ? Getter->getMethodDecl() : nullptr;
  const Expr *Pointer =
      Operator && (Operator->getOperator() == OO_Star || Operator->getOperator() == OO_Arrow)
          ? Operator->getArg(0)
      : Method && (simpleName(*Method) == "get" || simpleName(*Method) == "value")
          ? Getter->getImplicitObjectArgument()
          : nullptr;
  return Pointer && isSmartPointer(Pointer->getType()) && !isIteratorLike(Pointer->getType());
}

/// What \p Returned leads into, itself or through a local that is made from state and not among those \p
/// Asked.
std::optional<GivenOut> ledInto(const BodyIndex &Inside, const Expr &Returned,
                                llvm::SmallPtrSetImpl<const VarDecl *> &Asked) {
  std::optional<GivenOut> Found;
  for (const Stmt *Node : Inside.nodes()) {
    const auto *E = dyn_cast<Expr>(Node);
    if (!E || !Inside.contains(&Returned, E))
      continue;
    const VarDecl *Var = localOf(E);
    if (!Found && Var && Var->getInit() && !isa<ParmVarDecl>(Var) && Asked.insert(Var).second)
      Found = ledInto(Inside, *Var->getInit(), Asked);
    if (SharedState State = sharedState(E);
        !State.empty() && ownsElements(E->getType()) && touchOf(Inside, *E).What == Touch::Element)
      Found = {std::move(State), false};
  }
  for (const Stmt *Node : Inside.nodes())
    if (const auto *E = dyn_cast<Expr>(Node); E && Found && Inside.contains(&Returned, E))
      Found->Beyond |= leadsBeyond(*E);
  return Found;
}

} // namespace

std::optional<GivenOut> givenOutBy(const BodyIndex &Inside) {
  const QualType Result = Inside.function().getReturnType();
  if (!Inside.suspensions().empty() || (!Result->isReferenceType() && !isIteratorLike(Result)))
    return std::nullopt;
  std::optional<GivenOut> Found;
  for (const Stmt *Node : Inside.nodes()) {
    const auto *Return = dyn_cast<ReturnStmt>(Node);
    const Expr *Value = Return && Return->getRetValue() ? strip(Return->getRetValue()) : nullptr;
    const auto *Choice = dyn_cast_or_null<ConditionalOperator>(Value);
    for (const Expr *Arm :
         {Choice ? strip(Choice->getTrueExpr()) : Value, Choice ? strip(Choice->getFalseExpr()) : nullptr}) {
      if (!Arm || isa<CXXNullPtrLiteralExpr>(Arm))
        continue;
      // A copy of a pointer that is an element leads to where that does.
      llvm::SmallPtrSet<const VarDecl *, 4> Asked;
      std::optional<GivenOut> Here =
          Result->isReferenceType() || !Arm->isGLValue() ? ledInto(Inside, *Arm, Asked) : std::nullopt;
      if (!Here || (Found && Found->State != Here->State))
        return std::nullopt;
      Found = std::move(Here);
    }
  }
  return Found;
}

Leads leadsBy(const BodyIndex &Body, const VarDecl &Var, const Expr &From, const Expr &Name,
              const StateEvent &Event) {
  const bool IsReference = Var.getType()->isReferenceType();
  if (const auto *Parts = dyn_cast<DecompositionDecl>(&Var); Parts && !IsReference)
    return Event.At.What == Touch::Insert &&
                   llvm::any_of(Parts->bindings(),
                                [](const BindingDecl *Part) { return isIteratorLike(Part->getType()); })
               ? Leads::Into
               : Leads::Nowhere;
  // A copy of a pointer that is an element leads to where that does.
  if (!IsReference && (!isIteratorLike(Var.getType()) || strip(&From)->isGLValue()))
    return Leads::Nowhere;
  if (isa<CallExpr>(Name))
    return Event.Beyond ? Leads::Beyond : Leads::Into;
  bool Beyond = false, LeadsOn = true;
  for (const Stmt *Up = Body.parent(&Name); Up && Body.contains(&From, Up); Up = Body.parent(Up))
    if (const auto *E = dyn_cast<Expr>(Up)) {
      Beyond |= leadsBeyond(*E);
      LeadsOn &= onlyLeadsOn(*E);
    }
  if (Event.At.What == Touch::Element && ownsElements(Name.getType()))
    return Beyond ? Leads::Beyond : Leads::Into;
  if ((Event.At.What != Touch::Read && Event.At.What != Touch::Element) || !LeadsOn)
    return Leads::Nowhere;
  if (Beyond)
    return Leads::Beyond;
  return !IsReference && isView(Var.getType()) && ownsElements(Name.getType()) ? Leads::Into : Leads::Nowhere;
}

const VarDecl *holderOf(const DeclRefExpr &Use) {
  if (const auto *Part = dyn_cast<BindingDecl>(Use.getDecl())) {
    const auto *Whole = dyn_cast<VarDecl>(Part->getDecomposedDecl());
    return Whole && (Whole->getType()->isReferenceType() || isIteratorLike(Part->getType())) ? Whole
                                                                                             : nullptr;
  }
  return dyn_cast<VarDecl>(Use.getDecl());
}

} // namespace cotidy
