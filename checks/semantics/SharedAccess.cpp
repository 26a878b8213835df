// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/SharedAccess.h"

#include "semantics/Access.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"

using namespace clang;

namespace cotidy {

namespace {

bool isSharedVariable(const VarDecl &Var) {
  return Var.hasGlobalStorage() && Var.getTLSKind() == VarDecl::TLS_None &&
         !Var.getType().isConstQualified() && !Var.isConstexpr();
}

/// The smart pointer that `p->` goes through; null if \p E is something else.
const VarDecl *pointerOf(const Expr *E) {
  const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(E);
  const auto *Ref =
      Arrow && Arrow->getOperator() == OO_Arrow ? dyn_cast<DeclRefExpr>(strip(Arrow->getArg(0))) : nullptr;
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

/// The object whose method runs: `this`, or an owner of it that keeps it alive, `self`.
bool isThisObject(const Expr *E, const CXXRecordDecl *Class) {
  if (isa<CXXThisExpr>(E))
    return true;
  const VarDecl *Pointer = pointerOf(E);
  const CXXRecordDecl *Owned = Pointer ? classOf(Pointer->getType(), /*ThroughPointer=*/true) : nullptr;
  return Owned && Class && Pointer->getDeclName().isIdentifier() && Pointer->getName() == "self" &&
         Owned->getCanonicalDecl() == Class->getCanonicalDecl();
}

/// A parameter or a capture through which several own one object, and so may change it.
const VarDecl *sharedOwner(const Expr *E) {
  const VarDecl *Pointer = pointerOf(E);
  const CXXRecordDecl *Class = Pointer ? classOf(Pointer->getType()) : nullptr;
  if (!Class || !Class->hasDefinition() || methodsNamed(*Class, "use_count").empty())
    return nullptr;
  const auto *Ref = cast<DeclRefExpr>(strip(cast<CXXOperatorCallExpr>(E)->getArg(0)));
  return isa<ParmVarDecl>(Pointer) || Ref->refersToEnclosingVariableOrCapture() ? Pointer : nullptr;
}

StringRef nameOf(const CXXMethodDecl &Method) {
  return Method.getDeclName().isIdentifier() ? Method.getName() : StringRef();
}

Touch byMethod(const CXXMethodDecl &Method, const Expr &Object) {
  const StringRef Name = nameOf(Method);
  auto Is = [&](std::initializer_list<StringRef> Names) { return llvm::is_contained(Names, Name); };
  const CXXRecordDecl *Class = classOf(Object.getType());
  const bool IsContainer = Class && Class->hasDefinition() && !methodsNamed(*Class, "begin").empty();
  if (IsContainer && Is({"begin", "find", "at", "front", "back", "lower_bound", "upper_bound", "rbegin",
                         "data", "equal_range"}))
    return Touch::Element;
  if (Method.isConst() || hasConstTwin(Method) || Is({"end", "rend"}))
    return Touch::Read;
  if (Is({"erase", "pop_front", "pop_back", "pop", "extract", "remove", "remove_if", "splice", "merge",
          "resize"}))
    return Touch::Erase;
  if (Is({"clear", "reset"}))
    return Touch::Clear;
  if (IsContainer && Is({"insert", "emplace", "try_emplace", "insert_or_assign", "push_back", "emplace_back",
                         "push_front", "emplace_front", "append", "reserve", "shrink_to_fit", "rehash"}))
    return Touch::Insert;
  if (Is({"store", "assign"}))
    return Touch::Write;
  if (Is({"fetch_add", "fetch_sub", "fetch_or", "fetch_and", "exchange", "compare_exchange_strong",
          "compare_exchange_weak"}))
    return Touch::Update;
  return Touch::Other;
}

bool isNothing(const Expr *Value) {
  Value = strip(Value);
  if (const auto *Bool = dyn_cast<CXXBoolLiteralExpr>(Value))
    return !Bool->getValue();
  if (const auto *Number = dyn_cast<IntegerLiteral>(Value))
    return Number->getValue() == 0;
  if (const auto *List = dyn_cast<InitListExpr>(Value))
    return List->getNumInits() == 0;
  if (const auto *Made = dyn_cast<CXXConstructExpr>(Value))
    return Made->getNumArgs() == 0 || (Made->getNumArgs() == 1 && isNothing(Made->getArg(0)));
  const auto *Ref = dyn_cast<DeclRefExpr>(Value);
  return isa<CXXNullPtrLiteralExpr, CXXScalarValueInitExpr, ImplicitValueInitExpr>(Value) ||
         (Ref && Ref->getDecl()->getDeclName().isIdentifier() && Ref->getDecl()->getName() == "nullopt");
}

/// Whether \p Value is what the member \p To has from the start: `state = State::Idle`.
bool isInitial(const Expr &To, const Expr *Value) {
  const auto *Member = dyn_cast<MemberExpr>(&To);
  const auto *Field = Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  const Expr *Initial = Field && Field->hasInClassInitializer() ? Field->getInClassInitializer() : nullptr;
  const ValueDecl *Named = Initial ? usedBy(strip(Initial)) : nullptr;
  return isa_and_nonnull<EnumConstantDecl>(Named) && usedBy(strip(Value)) == Named;
}

TouchAt assigned(const Expr &Assign, const Expr &To, const Expr *Value) {
  return {isNothing(Value) || isInitial(To, Value) ? Touch::Clear : Touch::Write, &Assign, Value};
}

/// What is done to the element that \p Element gives.
TouchAt ofElement(const BodyIndex &Body, const Expr &Element) {
  const Stmt *Up = Body.meaningfulParent(&Element);
  if (const auto *Binary = dyn_cast_or_null<BinaryOperator>(Up);
      Binary && Binary->isAssignmentOp() && strip(Binary->getLHS()) == &Element)
    return Binary->isCompoundAssignmentOp() ? TouchAt{Touch::Update, Binary}
                                            : assigned(*Binary, Element, Binary->getRHS());
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
      Operator && Operator->isAssignmentOp() && strip(Operator->getArg(0)) == &Element)
    return Operator->getOperator() == OO_Equal ? assigned(*Operator, Element, Operator->getArg(1))
                                               : TouchAt{Touch::Update, Operator};
  if (const auto *Unary = dyn_cast_or_null<UnaryOperator>(Up); Unary && Unary->isIncrementDecrementOp())
    return {Touch::Update, Unary};
  return {Touch::Element, &Element};
}

} // namespace

SharedState sharedState(const Expr *E) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    return Var && isSharedVariable(*Var) ? SharedState{Var->getCanonicalDecl()} : SharedState();
  }
  const auto *Member = dyn_cast<MemberExpr>(E);
  if (!Member)
    return {};
  if (const auto *Static = dyn_cast<VarDecl>(Member->getMemberDecl()))
    return isSharedVariable(*Static) ? SharedState{Static->getCanonicalDecl()} : SharedState();
  const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
  if (!Field || Field->getType().isConstQualified() || Field->getType()->isReferenceType())
    return {};
  const Expr *Base = strip(Member->getBase());
  SharedState Found;
  if (!isThisObject(Base, dyn_cast<CXXRecordDecl>(Field->getParent()))) {
    if (const VarDecl *Owner = sharedOwner(Base))
      Found.push_back(Owner->getCanonicalDecl());
    else if (!Member->isArrow())
      Found = sharedState(Base);
    if (Found.empty())
      return {};
  }
  Found.push_back(Field->getCanonicalDecl());
  return Found;
}

bool overlap(const SharedState &A, const SharedState &B) {
  const size_t Least = std::min(A.size(), B.size());
  return Least != 0 && std::equal(A.begin(), A.begin() + Least, B.begin());
}

bool isAssigned(const BodyIndex &Body, const Expr &E) {
  const Stmt *Up = Body.meaningfulParent(&E);
  const auto *Binary = dyn_cast_or_null<BinaryOperator>(Up);
  const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
  return (Binary && Binary->getOpcode() == BO_Assign && strip(Binary->getLHS()) == &E) ||
         (Operator && Operator->getOperator() == OO_Equal && strip(Operator->getArg(0)) == &E);
}

TouchAt touchOf(const BodyIndex &Body, const Expr &Name) {
  const Stmt *Up = Body.meaningfulParent(&Name);
  if (const auto *Binary = dyn_cast_or_null<BinaryOperator>(Up); Binary && Binary->isAssignmentOp())
    return strip(Binary->getLHS()) == &Name ? ofElement(Body, Name) : TouchAt{Touch::Read, &Name};
  if (const auto *Unary = dyn_cast_or_null<UnaryOperator>(Up)) {
    if (Unary->isIncrementDecrementOp())
      return {Touch::Update, Unary};
    return {Unary->getOpcode() == UO_AddrOf ? Touch::Other : Touch::Read, &Name};
  }
  auto Inside = [&](const Expr &Element) {
    TouchAt At = ofElement(Body, Element);
    At.OfElement = At.What != Touch::Element;
    return At;
  };
  if (const auto *Index = dyn_cast_or_null<ArraySubscriptExpr>(Up); Index && strip(Index->getBase()) == &Name)
    return Inside(*Index);
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
      Operator && strip(Operator->getArg(0)) == &Name) {
    if (Operator->isAssignmentOp())
      return ofElement(Body, Name);
    if (Operator->getOperator() == OO_Subscript ||
        (isSmartPointer(Name.getType()) &&
         (Operator->getOperator() == OO_Star || Operator->getOperator() == OO_Arrow)))
      return Inside(*Operator);
    if (Operator->getOperator() == OO_PlusPlus || Operator->getOperator() == OO_MinusMinus)
      return {Touch::Update, Operator};
  }
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up))
    if (const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl())) {
      const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(Body.meaningfulParent(Member));
      const Touch What = byMethod(*Method, Name);
      if (!Call)
        return {What, &Name};
      const Expr *Value = What == Touch::Write && Call->getNumArgs() ? Call->getArg(0) : nullptr;
      return What == Touch::Element ? Inside(*Call) : TouchAt{What, Call, Value};
    }
  if (const auto *Call = dyn_cast_or_null<CallExpr>(Up)) {
    if (const Expr *Same = withoutMove(Call); Same && Same != Call && strip(Same) == &Name)
      return {Touch::Other, Call};
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      if (strip(Call->getArg(I)) == &Name && Name.isGLValue() && Call->getArg(I)->isGLValue() &&
          !Call->getArg(I)->getType().isConstQualified())
        return {Touch::Other, Call};
  }
  return {Touch::Read, &Name};
}

} // namespace cotidy
