// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Objects.h"

#include "semantics/BodyIndex.h"

using namespace clang;

namespace cotidy {

/// What an accessor that the object calls on itself gives out, `stream_` of `auto &stream() { return stream_;
/// }`; null if \p Call is no such call.
static const Expr *givenOut(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  const FunctionDecl *Definition = nullptr;
  if (!isa<CXXThisExpr>(strip(Call.getImplicitObjectArgument())) || Call.getNumArgs() != 0 || !Method ||
      !(Method->getReturnType()->isReferenceType() || Method->getReturnType()->isPointerType()) ||
      !Method->hasBody(Definition))
    return nullptr;
  const auto *Body = dyn_cast<CompoundStmt>(Definition->getBody());
  const auto *Return = Body && Body->size() == 1 ? dyn_cast<ReturnStmt>(Body->body_front()) : nullptr;
  const Expr *Value = Return ? Return->getRetValue() : nullptr;
  return Value && !isa<CXXThisExpr>(strip(Value)) ? strip(Value) : nullptr;
}

/// What an accessor gives may be what another one gives, and a reference may be made from itself: to follow
/// \p Steps of them is enough.
static const ValueDecl *namedObject(const Expr *E, unsigned Steps) {
  for (E = strip(E); E;) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      if (Var && Var->isLocalVarDecl() && Var->getType()->isReferenceType() && Var->getInit() && Steps)
        if (const ValueDecl *Referred = namedObject(Var->getInit(), Steps - 1))
          return Referred;
      return isa<FunctionDecl>(Ref->getDecl()) ? nullptr
                                               : cast<ValueDecl>(Ref->getDecl()->getCanonicalDecl());
    }
    if (const auto *Member = dyn_cast<MemberExpr>(E))
      return cast<ValueDecl>(Member->getMemberDecl()->getCanonicalDecl());
    if (const auto *Unary = dyn_cast<UnaryOperator>(E))
      E = strip(Unary->getSubExpr());
    else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      E = strip(Element->getBase());
    else if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
      E = strip(Cast->getSubExpr());
    else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
      const Expr *Given = Steps ? givenOut(*Call) : nullptr;
      Steps -= Given != nullptr;
      E = Given ? Given : strip(Call->getImplicitObjectArgument());
    } else if (const auto *Call = dyn_cast<CallExpr>(E); Call && Call->getNumArgs() > 0)
      E = strip(Call->getArg(0));
    else
      return nullptr;
  }
  return nullptr;
}

const ValueDecl *namedObject(const Expr *E) { return namedObject(E, /*Steps=*/8); }

const Expr *indexed(const Expr *E) {
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(strip(E));
  return Operator && Operator->getOperator() == OO_Subscript ? Operator->getArg(0) : nullptr;
}

const ValueDecl *usedBy(const Stmt *S) {
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(S))
    return Ref->getDecl();
  const auto *Member = dyn_cast_or_null<MemberExpr>(S);
  return Member ? Member->getMemberDecl() : nullptr;
}

const VarDecl *localOf(const Expr *E) {
  const auto *Ref = E ? dyn_cast<DeclRefExpr>(strip(E)) : nullptr;
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Var && Var->hasLocalStorage() && !Ref->refersToEnclosingVariableOrCapture() ? Var : nullptr;
}

const VarDecl *declaredBy(const Stmt *S) {
  const auto *Declaration = dyn_cast_or_null<DeclStmt>(S);
  return Declaration && Declaration->isSingleDecl() ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                                                    : nullptr;
}

bool isView(QualType T) {
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  return Class && Class->hasDefinition() && Class->hasTrivialDestructor() &&
         llvm::any_of(Class->fields(), [](const FieldDecl *F) {
           return F->getType()->isAnyPointerType() || F->getType()->isReferenceType();
         });
}

bool isIteratorLike(QualType T) {
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return T->isPointerType();
  auto Has = [&](OverloadedOperatorKind Kind) {
    return llvm::any_of(Class->methods(),
                        [&](const CXXMethodDecl *M) { return M->getOverloadedOperator() == Kind; });
  };
  return isView(T) || (Has(OO_Star) && Has(OO_PlusPlus));
}

} // namespace cotidy
