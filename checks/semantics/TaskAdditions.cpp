// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TaskAdditions.h"

#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {

std::optional<TaskAddition> additionAt(Unit &U, const BodyIndex &Body, const Expr *Use) {
  const Stmt *Up = Body.meaningfulParent(Use);
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up)) {
    const auto *Add = dyn_cast_or_null<CXXMemberCallExpr>(Body.parent(Member));
    if (!Add || !Add->getMethodDecl() || Add->getMethodDecl()->isConst())
      return std::nullopt;
    const CallSite &Site = U.calls().site(Add);
    return TaskAddition{Add, {Site.Args.begin(), Site.Args.end()}};
  }
  const auto *Call = dyn_cast_or_null<CallExpr>(Up);
  if (!Call)
    return std::nullopt;
  const Stmt *Outer = Body.meaningfulParent(Call);
  if (const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Outer);
      Assign && Assign->getOperator() == OO_Equal && strip(Assign->getArg(0)) == Call)
    return TaskAddition{Call, {strip(Assign->getArg(1))}};
  while (isa_and_nonnull<CXXConstructExpr>(Outer)) // a copy of the inserter
    Outer = Body.meaningfulParent(Outer);
  const auto *Algorithm = dyn_cast_or_null<CallExpr>(Outer);
  const CallSite *Run = Algorithm ? &U.calls().site(Algorithm) : nullptr;
  if (!Run || !Run->does(CallKind::Run))
    return std::nullopt;
  // A projection may follow the function.
  for (const Expr *Arg : Run->Args)
    if (taskMaker(U, Arg))
      return TaskAddition{Call, {}, Run, Arg};
  return std::nullopt;
}

} // namespace cotidy
