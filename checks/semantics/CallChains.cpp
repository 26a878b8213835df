// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/CallChains.h"

#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {

std::string nameOfCall(Unit &U, const FunctionDecl *Callee, const Stmt *At) {
  if (!Callee)
    return "this loop";
  const CallSite *Site = isa<CallExpr>(At) ? &U.calls().site(cast<Expr>(At)) : nullptr;
  const auto *Object = Site && Site->Callee == Callee ? dyn_cast_or_null<DeclRefExpr>(Site->Object) : nullptr;
  // Of a function object, its own name.
  if (const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
      Object && Method && Method->getOverloadedOperator() == OO_Call && !Method->getParent()->isLambda())
    return quoted(*Object->getDecl());
  return describe(*Callee, Site && Site->Callee == Callee ? Site->ObjectClass : nullptr);
}

void addChain(Unit &U, Finding &To, ArrayRef<CallStep> Chain) {
  constexpr size_t Shown = 5;
  for (size_t I = 0; I != Chain.size(); ++I) {
    if (Chain.size() > Shown && I == Shown / 2) {
      const size_t Left = Chain.size() - Shown + 1;
      To.note(Chain[I].At->getBeginLoc(), llvm::formatv("through {0} more calls", Left).str());
      I += Left - 1;
      continue;
    }
    const CallStep &Step = Chain[I];
    To.note(Step.At->getBeginLoc(), Step.Callee ? llvm::formatv("{0} calls {1} here", describe(*Step.Caller),
                                                                nameOfCall(U, Step.Callee, Step.At))
                                                      .str()
                                                : describe(*Step.Caller) + " spins here");
  }
}

} // namespace cotidy
