// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ArgumentClasses.h"

#include "semantics/FollowedCalls.h"

using namespace clang;

namespace cotidy {

namespace {

class Follower {
public:
  explicit Follower(Unit &U) : U(U) {}

  /// Whether \p F blocks on its parameter number \p I if that is a \p Class; \p Found says by which calls.
  bool blocksOn(const FunctionDecl *F, unsigned I, const CXXRecordDecl &Class, BlockingSite &Found) {
    const BodyIndex *Body = Found.Chain.size() < MaxDepth ? U.visibleBody(F) : nullptr;
    if (!Body || !followed(U, &Body->function()) || I >= Body->function().getNumParams())
      return false;
    const ParmVarDecl *Parameter = Body->function().getParamDecl(I);
    const auto IsParameter = [&](const Expr *E) {
      const auto *Ref = E ? dyn_cast<DeclRefExpr>(strip(E)) : nullptr;
      return Ref && Ref->getDecl() == Parameter;
    };
    for (const Expr *E : Body->calls()) {
      const CallSite &Site = U.calls().site(E);
      if (!Site.Callee)
        continue;
      Found.Chain.push_back({&Body->function(), E, Site.Callee});
      if (IsParameter(Site.Object))
        for (const FunctionModel *M : U.models().functions(*Site.Callee, &Class))
          if (M->Does == CallKind::Blocks && U.calls().holds(M->When, M->Unless, Site)) {
            Found.Category = M->Category;
            Found.Model = M;
            return true;
          }
      for (unsigned N = 0; N != Site.Args.size(); ++N)
        if (IsParameter(Site.Args[N]) && blocksOn(Site.Callee, N, Class, Found))
          return true;
      Found.Chain.pop_back();
    }
    return false;
  }

private:
  static constexpr unsigned MaxDepth = 4;

  Unit &U;
};

} // namespace

std::optional<BlockingSite> blocksByArgument(Unit &U, const CallSite &Site) {
  const FunctionDecl *Callee = isa<CallExpr>(Site.E) && !Site.isModelled() ? Site.Callee : nullptr;
  if (!Callee || !U.visibleBody(Callee))
    return std::nullopt;
  for (unsigned I = 0; I != Site.Args.size() && I < Callee->getNumParams(); ++I) {
    const CXXRecordDecl *Takes = classOf(Callee->getParamDecl(I)->getType(), /*ThroughPointer=*/true);
    const CXXRecordDecl *Given = classOf(Site.Args[I]->getType(), /*ThroughPointer=*/true);
    if (!Takes || !Given || Takes->getCanonicalDecl() == Given->getCanonicalDecl() ||
        !Given->hasDefinition() || !Given->isDerivedFrom(Takes))
      continue;
    BlockingSite Found{Site.E, Callee, BlockingCategory::None, nullptr, {}};
    if (Follower(U).blocksOn(Callee, I, *Given, Found))
      return Found;
  }
  return std::nullopt;
}

} // namespace cotidy
