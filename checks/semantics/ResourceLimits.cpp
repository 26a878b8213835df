// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ResourceLimits.h"

#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

/// Whether the body gives \p Resource a deadline that still holds at \p At; null: anywhere.
bool ResourceLimits::setsDeadline(const BodyIndex &Body, const ValueDecl &Resource, const Expr *At) {
  SmallVector<const Expr *, 2> Sets, Clears;
  for (const Expr *E : Body.calls()) {
    const CallSite &Site = U.calls().site(E);
    const FunctionModel *Sets1 = Site.does(CallKind::Deadline);
    const FunctionModel *Clears1 = Site.does(CallKind::ClearDeadline);
    const FunctionModel *Either = Sets1 ? Sets1 : Clears1;
    if (!Either || namedObject(Site.resource(*Either)) != &Resource)
      continue;
    (Sets1 ? Sets : Clears).push_back(E);
  }
  return llvm::any_of(Sets, [&](const Expr *Set) {
    return !At || llvm::none_of(Clears, [&](const Expr *Clear) {
      return Body.isBefore(Set, Clear) && Body.isBefore(Clear, At);
    });
  });
}

/// Whether the body cancels or closes \p Resource, itself or through other methods of the same object. What a
/// handler closes was given up already.
bool ResourceLimits::cancels(const BodyIndex &Body, const ValueDecl &Resource, unsigned Depth) {
  return llvm::any_of(Body.calls(), [&](const Expr *E) {
    if (Body.inHandler(E))
      return false;
    const CallSite &Site = U.calls().site(E);
    if (const FunctionModel *Cancel = Site.does(CallKind::Cancel))
      return namedObject(Site.resource(*Cancel)) == &Resource;
    const bool OnThis = isa_and_nonnull<CXXMethodDecl>(Site.Callee) &&
                        (!Site.Object || isa<CXXThisExpr>(Site.Object)) && isa<FieldDecl>(Resource);
    const BodyIndex *Callee = OnThis && Depth != 0 ? U.visibleBody(Site.Callee) : nullptr;
    return Callee && cancels(*Callee, Resource, Depth - 1);
  });
}

/// Whether the body, or a lambda in it, cancels or closes \p Resource after a pause or when it is told to
/// stop.
bool ResourceLimits::cancelsLater(const BodyIndex &Body, const ValueDecl &Resource) {
  if (L.pauses(&Body.function()) && cancels(Body, Resource))
    return true;
  return llvm::any_of(Body.lambdas(), [&](const LambdaInfo &Lambda) {
    const BodyIndex *Inner = U.visibleBody(Lambda.E->getCallOperator());
    return Inner && cancels(*Inner, Resource);
  });
}

bool ResourceLimits::isLimited(const BodyIndex &Body, const ValueDecl &Resource, const Expr *At) {
  if (setsDeadline(Body, Resource, At) || cancelsLater(Body, Resource))
    return true;
  // A watchdog that is given the resource.
  for (const Expr *E : Body.calls()) {
    const CallSite &Site = U.calls().site(E);
    for (unsigned I = 0; I != Site.Args.size(); ++I) {
      if (namedObject(Site.Args[I]) != &Resource || !Site.Callee || I >= Site.Callee->getNumParams())
        continue;
      const BodyIndex *Callee = U.visibleBody(Site.Callee);
      if (!Callee)
        continue;
      const auto &Parameter = *cast<ValueDecl>(Callee->function().getParamDecl(I)->getCanonicalDecl());
      if (cancelsLater(*Callee, Parameter) || setsDeadline(*Callee, Parameter, nullptr))
        return true;
    }
  }
  // A stream over another one: what limits the inner limits the outer.
  if (const auto *Var = dyn_cast<VarDecl>(&Resource); Var && Var->isLocalVarDecl() && Var->getInit())
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(strip(Var->getInit())))
      for (const Expr *Arg : Construct->arguments())
        if (const ValueDecl *Inner = namedObject(Arg);
            Inner && Inner != &Resource && U.awaitables().model(Inner->getType(), TypeKind::Ordered) &&
            isLimited(Body, *Inner, At))
          return true;
  // A member: every method of its class may look after it.
  const auto *Field = dyn_cast<FieldDecl>(&Resource);
  const auto *Class = Field ? dyn_cast<CXXRecordDecl>(Field->getParent()) : nullptr;
  return Class && !Class->isLambda() && llvm::any_of(Class->methods(), [&](const CXXMethodDecl *M) {
           const BodyIndex *Other =
               M->getCanonicalDecl() == Body.function().getCanonicalDecl() ? nullptr : U.visibleBody(M);
           return Other && (setsDeadline(*Other, Resource, nullptr) || cancelsLater(*Other, Resource));
         });
}

} // namespace cotidy
