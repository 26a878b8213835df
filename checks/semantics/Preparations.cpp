// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Preparations.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

/// The local that \p E makes, by initialising it or through its address; null if there is none.
static const VarDecl *madeBy(Unit &U, const BodyIndex &Body, const Expr &E) {
  for (const Stmt *Up = Body.parent(&E); Up; Up = Body.parent(Up))
    if (const VarDecl *Var = declaredBy(Up))
      return Var;
    else if (!isa<Expr>(Up))
      break;
  for (const Expr *Arg : U.calls().site(&E).Args)
    if (const auto *Address = dyn_cast<UnaryOperator>(Arg); Address && Address->getOpcode() == UO_AddrOf)
      if (const VarDecl *Var = localOf(Address->getSubExpr()))
        return Var;
  return nullptr;
}

const BlockingSite *runOfPrepared(Unit &U, const BodyIndex &Body, const BlockingSite &Prepares,
                                  ArrayRef<BlockingSite> All) {
  const FunctionDecl *Blocker = Prepares.Chain.empty() ? Prepares.Callee : Prepares.Chain.back().Callee;
  const auto *E = dyn_cast<Expr>(Prepares.At);
  const VarDecl *Statement = Prepares.Category == BlockingCategory::Database &&
                                     hasWord(Blocker, {"prepare"}) &&
                                     isa_and_nonnull<CallExpr, CXXConstructExpr>(E)
                                 ? madeBy(U, Body, *E)
                                 : nullptr;
  if (!Statement)
    return nullptr;
  const auto *Run = llvm::find_if(All, [&](const BlockingSite &Other) {
    const auto *Call = dyn_cast<CallExpr>(Other.At);
    const CallSite *Site = Call && Call != E ? &U.calls().site(Call) : nullptr;
    const Expr *On = !Site ? nullptr : Site->Object ? Site->Object : Site->arg(0);
    return On && Other.Category == Prepares.Category && localOf(On) == Statement && Body.isBefore(E, Call);
  });
  return Run == All.end() ? nullptr : Run;
}

} // namespace cotidy
