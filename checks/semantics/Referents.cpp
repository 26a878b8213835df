// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Referents.h"

#include "semantics/Awaitables.h"
#include "semantics/BodyIndex.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

namespace {

/// What is asked for its elements, `s` of `s.c_str()`; null if \p E asks nothing for them.
const Expr *askedForElements(const Expr *E) {
  const auto *Getter = dyn_cast<CXXMemberCallExpr>(E);
  const CXXMethodDecl *Method = Getter ? Getter->getMethodDecl() : nullptr;
  constexpr llvm::StringLiteral Getters[] = {"data", "c_str", "begin"};
  return Method && (isa<CXXConversionDecl>(Method) || llvm::is_contained(Getters, simpleName(*Method)))
             ? Getter->getImplicitObjectArgument()
             : nullptr;
}

} // namespace

bool ownsElements(QualType T) {
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  return T->isArrayType() ||
         (Class && Class->hasDefinition() && !isView(T) && !methodsNamed(*Class, "begin").empty());
}

const VarDecl *ownObject(const Expr *E) {
  E = strip(E);
  if (const auto *Part = dyn_cast_or_null<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(Part->getMemberDecl());
    return Field && !Part->isArrow() && !Field->getType()->isReferenceType() ? ownObject(Part->getBase())
                                                                             : nullptr;
  }
  const VarDecl *Var = localOf(E);
  return Var && !Var->getType()->isReferenceType() ? Var : nullptr;
}

const VarDecl *localLedInto(const Expr *E) {
  E = strip(E);
  if (const auto *Address = dyn_cast<UnaryOperator>(E))
    return Address->getOpcode() == UO_AddrOf ? ownObject(Address->getSubExpr()) : nullptr;
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E))
    return Made->getNumArgs() && isView(Made->getType()) ? localLedInto(Made->getArg(0)) : nullptr;
  if (isa<CXXMemberCallExpr>(E))
    E = askedForElements(E);
  E = strip(E);
  return E && ownsElements(E->getType()) ? ownObject(E) : nullptr;
}

const Expr *temporaryLedInto(const Expr *E) {
  const Expr *Object = askedForElements(strip(E));
  while (isa_and_nonnull<ImplicitCastExpr, ParenExpr>(Object))
    Object = cast<Expr>(*Object->child_begin());
  const auto *Kept = dyn_cast_or_null<MaterializeTemporaryExpr>(Object);
  return Kept && Kept->getStorageDuration() == SD_FullExpression && ownsElements(Kept->getType()) ? Kept
                                                                                                  : nullptr;
}

} // namespace cotidy
