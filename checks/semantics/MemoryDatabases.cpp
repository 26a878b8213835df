// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/MemoryDatabases.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Origins.h"
#include "semantics/WrittenText.h"

using namespace clang;

namespace cotidy {

MemoryDatabases::MemoryDatabases(Session &S) : U(S.facts<Unit>()) {
  for (const FunctionDecl *F : S.functions())
    for (const Expr *E : U.body(*F).calls())
      for (const Expr *Arg : U.calls().site(E).Args) {
        const auto *Address = dyn_cast<UnaryOperator>(Arg);
        if (Address && Address->getOpcode() == UO_AddrOf)
          if (const ValueDecl *Object = usedBy(strip(Address->getSubExpr())))
            Through[cast<ValueDecl>(Object->getCanonicalDecl())].push_back(E);
      }
}

bool MemoryDatabases::opensOne(const Expr &E) const {
  if (const auto *Text = dyn_cast<StringLiteral>(&E); Text && Text->getCharByteWidth() == 1)
    return U.models().isInMemoryText(Text->getString());
  const ValueDecl *Named = usedBy(&E);
  auto Says = [&](StringRef Name) { return U.models().isInMemoryName(Name); };
  return (Named && Says(simpleName(*Named))) || isByMacro(E.getBeginLoc(), U.ast(), Says) ||
         llvm::any_of(E.children(), [&](const Stmt *Child) {
           return isa_and_nonnull<Expr>(Child) && opensOne(*cast<Expr>(Child));
         });
}

bool MemoryDatabases::has(const ValueDecl &Object, unsigned Depth) {
  auto OpensAnother = [&](const Expr &E) {
    const CallSite *Site = U.calls().siteOf(&E);
    const FunctionModel *Opens = Site ? Site->does(CallKind::Blocks) : nullptr;
    return Opens && Opens->Category == BlockingCategory::Database && !opensOne(E);
  };
  if (isMadeFrom(U, Object, [&](const Expr &E) { return opensOne(E); }))
    return !isMadeFrom(U, Object, OpensAnother);
  // What is opened through its address: everywhere so, or nothing is known.
  const auto Known = Through.find(cast<ValueDecl>(Object.getCanonicalDecl()));
  return Known != Through.end() && llvm::all_of(Known->second, [&](const Expr *E) {
           return opensOne(*E) ||
                  (Depth != 0 && llvm::any_of(U.calls().site(E).Args, [&](const Expr *Arg) {
                     const ValueDecl *Of = namedObject(Arg);
                     return Of && Of != &Object && Arg->getType()->isPointerType() && has(*Of, Depth - 1);
                   }));
         });
}

} // namespace cotidy
