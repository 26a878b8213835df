// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/StandingObjects.h"

#include "semantics/FollowedCalls.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

/// Whether an object can be made from another one of its class.
static bool isMovable(const CXXRecordDecl &Class) {
  if (Class.needsImplicitMoveConstructor() ||
      (Class.needsImplicitCopyConstructor() && !Class.defaultedCopyConstructorIsDeleted()))
    return true;
  return llvm::any_of(Class.ctors(), [](const CXXConstructorDecl *Constructor) {
    return Constructor->isCopyOrMoveConstructor() && !Constructor->isDeleted();
  });
}

bool isEndedByAwait(Unit &U, const CXXRecordDecl &Class) {
  constexpr llvm::StringLiteral Words[] = {"close",  "drain", "finish",   "join",
                                           "retire", "stop",  "shutdown", "terminate"};
  return !isMovable(Class) && llvm::any_of(Class.methods(), [&](const CXXMethodDecl *Method) {
    return isNamedBy(*Method, Words) && !Method->getReturnType()->isUndeducedType() &&
           U.awaitables().info(Method->getReturnType());
  });
}

bool isOnlyStatic(Unit &U, const CXXRecordDecl &Class) {
  auto IsOfClass = [&](const CXXConstructorDecl *Made) {
    return Made && !Made->isCopyOrMoveConstructor() &&
           Made->getParent()->getCanonicalDecl() == Class.getCanonicalDecl();
  };
  bool Any = false;
  for (const FunctionDecl *F : U.session().functions()) {
    const BodyIndex &Body = U.body(*F);
    for (const Expr *E : Body.calls()) {
      const CallSite &Site = U.calls().site(E);
      if (!IsOfClass(dyn_cast_or_null<CXXConstructorDecl>(Site.Callee))) {
        if (Site.Callee && IsOfClass(constructorMade(Site)))
          return false;
        continue;
      }
      const VarDecl *Var = declaredBy(Body.meaningfulParent(E));
      if (!Var || !Var->isStaticLocal())
        return false;
      Any = true;
    }
  }
  return Any;
}

} // namespace cotidy
