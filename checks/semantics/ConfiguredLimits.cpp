// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ConfiguredLimits.h"

#include "semantics/Objects.h"
#include "semantics/Origins.h"

#include <set>

using namespace clang;

namespace cotidy {

/// What the model says of the call that \p Made is, or comes from: by a variable, by an accessor,
/// `auto database() { return app().getDbClient(); }`, by what something else is made of.
const FunctionModel *ConfiguredLimits::givenBy(const Expr &Made, unsigned Depth) {
  const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(strip(&Made)); // `mapper(client)`, made on the spot
  const CallSite *Site = U.calls().operation(Cast ? Cast->getSubExpr() : &Made);
  const FunctionModel *Source = Site ? Site->does(CallKind::Configured) : nullptr;
  if (Source || Depth == 0)
    return Source;
  auto IsGiven = [&](const Expr *From) { return From && (Source = givenBy(*From, Depth - 1)); };
  if (!Site) {
    const VarDecl *Local = localOf(&Made);
    return Local && IsGiven(Local->getAnyInitializer()) ? Source : nullptr;
  }
  if (isa<CXXOperatorCallExpr>(Site->E)) // `->` of the pointer that the client is given by
    return IsGiven(Site->Object) ? Source : nullptr;
  // A mapper on a client waits as the client does.
  if (isa<CXXConstructExpr>(Site->E))
    return llvm::any_of(Site->Args, IsGiven) ? Source : nullptr;
  const BodyIndex *Accessor = Site->isModelled() ? nullptr : U.visibleBody(Site->Callee);
  return Accessor && llvm::any_of(Accessor->nodes(),
                                  [&](const Stmt *S) {
                                    const auto *Return = dyn_cast<ReturnStmt>(S);
                                    return Return && IsGiven(Return->getRetValue());
                                  })
             ? Source
             : nullptr;
}

const FunctionModel *ConfiguredLimits::source(const Expr *WorksOn) {
  const FunctionModel *Found = nullptr;
  auto IsGiven = [&](const Expr &Made) { return (Found = givenBy(Made, /*Depth=*/4)) != nullptr; };
  const ValueDecl *Object = WorksOn ? namedObject(WorksOn) : nullptr;
  if (WorksOn && !IsGiven(*WorksOn) && Object)
    isMadeFrom(U, *Object, IsGiven);
  return Found;
}

bool ConfiguredLimits::isLimited(const FunctionModel &Source) {
  return llvm::any_of(Source.LimitedBy,
                      [&](const std::string &Name) { return llvm::is_contained(limitingCalls(), Name); });
}

/// A coroutine that sets a limit sets it for what it does itself.
ArrayRef<std::string> ConfiguredLimits::limitingCalls() {
  if (Called)
    return *Called;
  std::set<std::string> Limiting, Names;
  for (const auto &L : U.models().libraries())
    for (const FunctionModel &Source : L->Functions)
      Limiting.insert(Source.LimitedBy.begin(), Source.LimitedBy.end());
  for (const FunctionDecl *F : U.session().functions()) {
    if (U.coroutine(*F))
      continue;
    for (const Expr *E : U.body(*F).calls()) {
      const CallSite &Site = U.calls().site(E);
      const FunctionModel *Sets = Site.does(CallKind::Deadline);
      if (Sets && Site.Callee && Local.isLimitedByItself(Site, *Sets))
        for (const std::string &Name : Limiting)
          if (ModelSet::isNamed(*Site.Callee, Name))
            Names.insert(Name);
    }
  }
  Called.emplace(Names.begin(), Names.end());
  return *Called;
}

} // namespace cotidy
