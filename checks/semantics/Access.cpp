// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Access.h"

using namespace clang;

namespace cotidy {

bool isSmartPointer(QualType T) { return classOf(T) && classOf(T, /*ThroughPointer=*/true) != classOf(T); }

bool isPointerLike(QualType T) { return T.getNonReferenceType()->isPointerType() || isSmartPointer(T); }

bool givesAccess(QualType Result) { return Result->isReferenceType() || isPointerLike(Result); }

const Expr *passedOn(const CallSite &Site) {
  const FunctionModel *Forwards = Site.does(CallKind::Now);
  return Forwards ? Site.arg(Forwards->Operand.value_or(0)) : nullptr;
}

Grants granted(QualType Parameter) {
  if (Parameter->isReferenceType()) {
    if (!Parameter.getNonReferenceType().isConstQualified())
      return Grants::Object;
    return isSmartPointer(Parameter) ? Grants::Pointee : Grants::Nothing;
  }
  if (Parameter->isPointerType())
    return Parameter->getPointeeType().isConstQualified() || Parameter->isFunctionPointerType()
               ? Grants::Nothing
               : Grants::Pointee;
  return isSmartPointer(Parameter) ? Grants::Pointee : Grants::Nothing;
}

bool hasConstTwin(const CXXMethodDecl &Method) {
  for (const NamedDecl *Found : Method.getParent()->lookup(Method.getDeclName())) {
    const auto *Twin = dyn_cast_or_null<CXXMethodDecl>(Found->getAsFunction());
    if (Twin && Twin->isConst() && Twin->getNumParams() == Method.getNumParams())
      return true;
  }
  return false;
}

} // namespace cotidy
