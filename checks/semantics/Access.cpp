// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Access.h"

#include "semantics/Awaitables.h"
#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {

static bool isOfContainer(const FunctionDecl &Callee) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  return Method && !methodsNamed(*Method->getParent(), "begin").empty();
}

/// Whether the callee makes an object of what it is given: a constructor, a container's method, or a function
/// whose name says so.
static bool makesObject(const FunctionDecl &Callee) {
  constexpr llvm::StringLiteral Words[] = {"make", "emplace"};
  return isa<CXXConstructorDecl>(Callee) || hasWord(&Callee, Words) || isOfContainer(Callee);
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
  // The standard containers keep a pointer, and do nothing to what it points to.
  if (granted(Parameter) == Grants::Pointee && isOfContainer(*Site.Callee) &&
      cast<CXXMethodDecl>(Site.Callee)->getParent()->isInStdNamespace())
    return Grants::Nothing;
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
