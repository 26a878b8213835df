// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Access.h"

#include "semantics/Awaitables.h"
#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {

/// Whether the callee makes an object of what it is given: a constructor, a container's method, or a function
/// whose name says so.
static bool makesObject(const FunctionDecl &Callee) {
  constexpr llvm::StringLiteral Words[] = {"make", "emplace"};
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  return isa<CXXConstructorDecl>(Callee) || hasWord(&Callee, Words) ||
         (Method && !methodsNamed(*Method->getParent(), "begin").empty());
}

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

Grants granted(const CallSite &Site, unsigned Place) {
  const QualType Parameter = Site.Callee->getParamDecl(Place)->getType();
  const auto *Reference = Parameter->getAs<LValueReferenceType>();
  const bool Forwards = Reference && !Reference->isSpelledAsLValue();
  return Forwards && makesObject(*Site.Callee) ? granted(Parameter->getPointeeType()) : granted(Parameter);
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
