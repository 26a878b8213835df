// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HoldHelpers.h"

using namespace clang;

namespace cotidy {

namespace {

struct HelperFacts : Session::Facts {
  explicit HelperFacts(Session &) {}
  llvm::DenseMap<const FunctionDecl *, std::unique_ptr<SmallVector<HelperEffect, 1>>> Known;
};

/// Whether a caller of \p F can name what is at \p P: it is no local and no parameter by value.
bool outlives(const Place &P, const FunctionDecl &F) {
  if (P.empty() || P.front() == placeOfThis().front())
    return !P.empty();
  const VarDecl *Var = rootVariable(P);
  if (!Var || Var->getDeclContext() != &F || Var->hasGlobalStorage())
    return Var;
  return isa<ParmVarDecl>(Var) && (Var->getType()->isReferenceType() || Var->getType()->isPointerType());
}

} // namespace

ArrayRef<HelperEffect> HoldHelpers::effects(const FunctionDecl &Callee) {
  const FunctionDecl *F = Callee.getDefinition();
  if (!F || F->isDependentContext() || isa_and_nonnull<CoroutineBodyStmt>(F->getBody()) ||
      U.ast().getSourceManager().isInSystemHeader(F->getLocation()))
    return {};
  // What the methods of locks and guards do is known by their names; a virtual one may be another.
  if (const auto *Method = dyn_cast<CXXMethodDecl>(F))
    if (Method->isVirtual() || (!Method->getParent()->isLambda() &&
                                (Types.owner(*Method->getParent()) || Types.mutex(*Method->getParent()))))
      return {};
  auto &Known = U.session().facts<HelperFacts>().Known;
  auto [It, New] = Known.try_emplace(F);
  if (New) {
    // Known as doing nothing while it is read: it may call itself.
    It->second = std::make_unique<SmallVector<HelperEffect, 1>>();
    SmallVector<HelperEffect, 1> Read = read(*F);
    *Known[F] = std::move(Read);
  }
  return *Known[F];
}

SmallVector<HelperEffect, 1> HoldHelpers::read(const FunctionDecl &F) {
  const BodyIndex &Body = U.body(F);
  SmallVector<HelperEffect, 1> Last;
  auto Add = [&](HandChange What, bool Certain) {
    if (What.Does == Change::None || !outlives(What.Where, F))
      return;
    llvm::erase_if(Last, [&](const HelperEffect &Earlier) { return Earlier.What.Where == What.Where; });
    Last.push_back({std::move(What), Certain});
  };
  for (const Expr *E : Body.calls()) {
    const CallSite &Site = U.calls().site(E);
    // A guard gives back by itself what its constructor takes, whatever attributes that has.
    if (!Site.Callee || (isa<CXXConstructExpr>(E) && Types.owner(E->getType())))
      continue;
    bool Certain = Body.parent(Body.statementOf(E)) == Body.root();
    if (std::optional<Holding> Owner = Site.Object ? Types.owner(Site.Object->getType()) : std::nullopt)
      Add({placeOf(Site.Object), *Owner, Types.change(Site, *Owner), Site.Object}, Certain);
    else if (std::optional<HandChanges> Changes = changesByHand(Types, Site))
      for (const HandChange &Change : *Changes)
        Add(Change, Certain);
    else
      for (HelperEffect Inner : effects(*Site.Callee)) {
        Inner.What.Where = inCaller(Inner.What.Where, Site);
        Add(Inner.What, Certain && Inner.Certain);
      }
  }
  return Last;
}

} // namespace cotidy
