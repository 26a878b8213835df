// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ElementHolders.h"

#include "semantics/Access.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"

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

bool holdsElements(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  return Class && Class->hasDefinition() && !isView(T) && !methodsNamed(*Class, "begin").empty();
}

} // namespace

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
  bool Beyond = false, LeadsOn = true;
  for (const Stmt *Up = Body.parent(&Name); Up && Body.contains(&From, Up); Up = Body.parent(Up))
    if (const auto *E = dyn_cast<Expr>(Up)) {
      Beyond |= leadsBeyond(*E);
      LeadsOn &= onlyLeadsOn(*E);
    }
  if (Event.At.What == Touch::Element && holdsElements(Name.getType()))
    return Beyond ? Leads::Beyond : Leads::Into;
  if ((Event.At.What != Touch::Read && Event.At.What != Touch::Element) || !LeadsOn)
    return Leads::Nowhere;
  if (Beyond)
    return Leads::Beyond;
  return !IsReference && isView(Var.getType()) && holdsElements(Name.getType()) ? Leads::Into
                                                                                : Leads::Nowhere;
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
