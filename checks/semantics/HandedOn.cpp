// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HandedOn.h"

#include "semantics/Awaitables.h"
#include "semantics/BodyIndex.h"
#include "semantics/Calls.h"
#include "semantics/ClassMembers.h"

using namespace clang;

namespace cotidy {

/// Whether what leads to the coroutine is given to a call, `waiting.push_back(&handle.promise())`: \p Member
/// is what is asked of the handle.
static bool isGivenByPart(const BodyIndex &Body, const Stmt *Member) {
  const auto *Direct = dyn_cast_or_null<MemberExpr>(Member);
  const auto *Dependent = dyn_cast_or_null<CXXDependentScopeMemberExpr>(Member);
  const DeclarationName Name = Direct      ? Direct->getMemberDecl()->getDeclName()
                               : Dependent ? Dependent->getMember()
                                           : DeclarationName();
  if (!Name.isIdentifier() || !Name.getAsIdentifierInfo() ||
      (!Name.getAsIdentifierInfo()->isStr("promise") && !Name.getAsIdentifierInfo()->isStr("address")))
    return false;
  const auto *Part = dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Member));
  const Stmt *Up = Part ? Body.meaningfulParent(Part) : nullptr;
  if (const auto *Address = dyn_cast_or_null<UnaryOperator>(Up); Address && Address->getOpcode() == UO_AddrOf)
    Up = Body.meaningfulParent(Address);
  const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
  return isa_and_nonnull<CallExpr>(Up) && !(Operator && Operator->isAssignmentOp());
}

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
      return isGivenByPart(Body, Up) || Body.enclosing<LambdaExpr>(Use) || isa_and_nonnull<LambdaExpr>(Up) ||
             (Call && (Member ? resumedHandle(*Call) != nullptr : !(Operator && Operator->isAssignmentOp())));
    });
  };
  return llvm::any_of(methodsNamed(Promise, Suspension), [&](const CXXMethodDecl *Method) {
    const CXXRecordDecl *Awaiter = classOf(Method->getReturnType());
    return Awaiter && llvm::any_of(methodsNamed(*Awaiter, "await_suspend"), HandsOn);
  });
}

} // namespace cotidy
