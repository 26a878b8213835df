// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HandedOn.h"

#include "semantics/Awaitables.h"
#include "semantics/BodyIndex.h"
#include "semantics/Calls.h"
#include "semantics/ClassMembers.h"

using namespace clang;

namespace cotidy {

bool isHandedOnAt(const CXXRecordDecl &Promise, StringRef Suspension) {
  auto HandsOn = [](const CXXMethodDecl *Suspend) {
    const FunctionDecl *Written = writtenDefinition(*Suspend);
    if (!Written || Written->getNumParams() != 1 || !Written->getBody())
      return false;
    const BodyIndex Body(*Written);
    return llvm::any_of(Body.uses(*Written->getParamDecl(0)), [&](const DeclRefExpr *Use) {
      const Stmt *Up = Body.meaningfulParent(Use);
      if (const auto *Copy = dyn_cast_or_null<CXXConstructExpr>(Up); Copy && isHandle(Copy->getType()))
        Up = Body.meaningfulParent(Copy);
      const auto *Member = dyn_cast_or_null<MemberExpr>(Up);
      const auto *Call = dyn_cast_or_null<CallExpr>(Member ? Body.meaningfulParent(Member) : Up);
      const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Call);
      return Body.enclosing<LambdaExpr>(Use) || isa_and_nonnull<LambdaExpr>(Up) ||
             (Call && (Member ? resumedHandle(*Call) != nullptr : !(Operator && Operator->isAssignmentOp())));
    });
  };
  return llvm::any_of(methodsNamed(Promise, Suspension), [&](const CXXMethodDecl *Method) {
    const CXXRecordDecl *Awaiter = classOf(Method->getReturnType());
    return Awaiter && llvm::any_of(methodsNamed(*Awaiter, "await_suspend"), HandsOn);
  });
}

} // namespace cotidy
