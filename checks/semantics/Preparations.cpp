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

bool worksOnMade(Unit &U, const BodyIndex &Body, const Stmt &Maker, const Stmt &User) {
  const auto *Makes = dyn_cast<Expr>(&Maker);
  const auto *Call = dyn_cast<CallExpr>(&User);
  if (!isa_and_nonnull<CallExpr, CXXConstructExpr>(Makes) || !Call || &Maker == &User)
    return false;
  const CallSite &Site = U.calls().site(Call);
  const Expr *On = Site.Object ? Site.Object : Site.arg(0);
  const VarDecl *Local = On ? localOf(On) : nullptr;
  return Local && madeBy(U, Body, *Makes) == Local && Body.isBefore(Makes, Call);
}

bool isRunAfter(Unit &U, const BodyIndex &Body, const BlockingSite &Prepares, ArrayRef<BlockingSite> All) {
  const FunctionDecl *Blocker = Prepares.Chain.empty() ? Prepares.Callee : Prepares.Chain.back().Callee;
  return Prepares.Category == BlockingCategory::Database && hasWord(Blocker, {"prepare"}) &&
         llvm::any_of(All, [&](const BlockingSite &Other) {
           return Other.Category == Prepares.Category && worksOnMade(U, Body, *Prepares.At, *Other.At);
         });
}

} // namespace cotidy
