// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/EndedCalls.h"

#include "semantics/Failures.h"

using namespace clang;

namespace cotidy {

static bool endsAtOnce(Unit &U, const FunctionDecl &F, unsigned Depth) {
  const Coroutine *C = Depth ? U.coroutine(F) : nullptr;
  const AwaitableInfo *Type = C ? U.awaitables().info(F.getReturnType()) : nullptr;
  return Type && Type->Starts == Start::Eager &&
         llvm::all_of(C->Index->suspensions(), [&](const Suspension &At) {
           const CallSite *Awaited = U.calls().operation(At.Operand);
           return !U.awaitables().maySuspend(At.E) ||
                  (Awaited && Awaited->Callee && isa<CallExpr>(Awaited->E) &&
                   endsAtOnce(U, *Awaited->Callee, Depth - 1));
         });
}

bool endsAtOnce(Unit &U, const FunctionDecl &F) { return endsAtOnce(U, F, /*Depth=*/3); }

bool leavesNothing(Unit &U, const FunctionDecl &F) {
  const Coroutine *C = endsAtOnce(U, F) ? U.coroutine(F) : nullptr;
  return C && !escapesOf(U, F).May && llvm::all_of(C->Index->coreturns(), [](const CoreturnStmt *Return) {
           const Expr *Value = Return->getOperand();
           return !Value || isa<IntegerLiteral, CXXBoolLiteralExpr, CXXNullPtrLiteralExpr>(strip(Value));
         });
}

} // namespace cotidy
