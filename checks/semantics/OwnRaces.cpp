// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/OwnRaces.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/StopTokens.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral StopWords[] = {"cancel", "stop", "abort", "kill", "close", "shutdown"};

class Search {
public:
  Search(Unit &U, const BodyIndex &Body) : U(U), Body(Body) {}

  std::optional<OwnRace> found();

private:
  /// What a start is given: its arguments, and what a local among them, or its object, is made from.
  using Given = SmallVector<const Expr *, 4>;

  Given startedWith(const CallSite &Site) const;
  bool hasSome(const Given &Parts, llvm::function_ref<bool(const Expr &)> Is) const;
  bool isWork(const Expr &E) const;
  bool mayBeStopped(const Expr &Wait) const;

  Unit &U;
  const BodyIndex &Body;
};

Search::Given Search::startedWith(const CallSite &Site) const {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  const VarDecl *Object = Method && Site.Object ? localOf(Site.Object) : nullptr;
  const bool BeginsObject = Object && Site.WrittenArgs == 0 && isNamedBy(*Method, {"start", "detach"}) &&
                            U.awaitables().info(Object->getType());
  if (!BeginsObject && !startsTask(U, Body, Site) && !detaching(U, Site))
    return {};
  Given Parts(Site.Args.begin(), Site.Args.end());
  if (BeginsObject && Object->getInit())
    Parts.push_back(Object->getInit());
  for (const Expr *Arg : Site.Args)
    if (const VarDecl *Var = localOf(withoutMove(Arg)); Var && Var->getInit())
      Parts.push_back(Var->getInit());
  return Parts;
}

bool Search::hasSome(const Given &Parts, llvm::function_ref<bool(const Expr &)> Is) const {
  return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    return E && Is(*E) && llvm::any_of(Parts, [&](const Expr *Part) { return Body.contains(Part, E); });
  });
}

/// A task that the coroutine was handed.
bool Search::isWork(const Expr &E) const {
  const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(usedBy(&E));
  const AwaitableInfo *Info = Parameter ? U.awaitables().info(Parameter->getType()) : nullptr;
  return Info && Info->Kind == TypeKind::Task && !Parameter->getType()->isLValueReferenceType();
}

bool Search::mayBeStopped(const Expr &Wait) const {
  return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    if (!E)
      return false;
    const CallSite *Site = U.calls().siteOf(E);
    const bool Stops =
        Site && Site->E == E && Body.isBefore(&Wait, E) &&
        (Site->does(CallKind::Cancel) || (Site->Callee && isNamedBy(*Site->Callee, StopWords)));
    return Stops || isStopToken(U, E->getType());
  });
}

std::optional<OwnRace> Search::found() {
  SmallVector<std::pair<const Expr *, Given>, 2> Starts;
  for (const Expr *Call : Body.calls())
    if (Given Parts = startedWith(U.calls().site(Call)); !Parts.empty())
      Starts.push_back({Call, std::move(Parts)});
  for (const Suspension &At : Body.suspensions()) {
    const CallSite *Awaited = At.isYield() || Starts.empty() ? nullptr : U.calls().operation(At.Operand);
    const VarDecl *Shared = Awaited && Awaited->Object ? rootVariable(placeOf(Awaited->Object)) : nullptr;
    if (!Shared || !Shared->isLocalVarDecl() || mayBeStopped(*At.E))
      continue;
    const Expr *Work = nullptr;
    bool IsTimed = false;
    for (const auto &[Call, Parts] : Starts) {
      if (!Body.isBefore(Call, At.E) || !hasSome(Parts, [&](const Expr &E) { return usedBy(&E) == Shared; }))
        continue;
      IsTimed |= hasSome(Parts, [](const Expr &E) { return isTime(E.getType()); });
      if (hasSome(Parts, [&](const Expr &E) { return isWork(E); }))
        Work = Call;
    }
    if (Work && IsTimed)
      return OwnRace{At.E, Work};
  }
  return std::nullopt;
}

} // namespace

std::optional<OwnRace> ownRace(Unit &U, const Coroutine &C) { return Search(U, *C.Index).found(); }

} // namespace cotidy
