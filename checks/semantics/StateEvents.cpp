// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/StateEvents.h"

#include "semantics/ElementHolders.h"

using namespace clang;

namespace cotidy {

StateEvents::StateEvents(Unit &U, const BodyIndex &Body) : Body(Body) {
  for (const Stmt *Node : Body.nodes()) {
    if (const auto *Name = dyn_cast<Expr>(Node))
      addName(*Name);
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Node))
      addAccessor(U, *Call);
  }
  for (const LoopInfo &Loop : Body.loops())
    if (const auto *For = dyn_cast<CXXForRangeStmt>(Loop.S))
      addRange(*For);
}

unsigned StateEvents::number(const SharedState &State) {
  auto Known = llvm::find(States, State);
  if (Known == States.end())
    Known = States.insert(States.end(), State);
  return Known - States.begin();
}

void StateEvents::addName(const Expr &Name) {
  const SharedState State = sharedState(&Name);
  if (State.empty())
    return;
  // Of `a.b` the whole counts.
  const auto *Whole = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(&Name));
  if (Whole && !sharedState(Whole).empty())
    return;
  const TouchAt At = touchOf(Body, Name);
  const unsigned N = number(State);
  Named[&Name] = {N, At};
  Events[At.At].push_back({N, At});
}

void StateEvents::addAccessor(Unit &U, const CXXMemberCallExpr &Call) {
  const BodyIndex *Inside = isa<CXXThisExpr>(strip(Call.getImplicitObjectArgument()))
                                ? U.visibleBody(Call.getMethodDecl())
                                : nullptr;
  const std::optional<GivenOut> Given = Inside ? givenOutBy(*Inside) : std::nullopt;
  if (!Given)
    return;
  const StateEvent Event{number(Given->State), {Touch::Element, &Call}, Given->Beyond};
  Named[&Call] = Event;
  Events[&Call].push_back(Event);
}

void StateEvents::addRange(const CXXForRangeStmt &For) {
  const Expr *Range = strip(For.getRangeInit());
  const SharedState State = Range ? sharedState(Range) : SharedState();
  const auto *Begin = For.getBeginStmt() ? dyn_cast<VarDecl>(For.getBeginStmt()->getSingleDecl()) : nullptr;
  if (Begin && !State.empty() && !Range->getType()->isArrayType())
    Walked[Begin] = number(State);
  Iterators.insert(Begin);
}

ArrayRef<StateEvent> StateEvents::at(const Stmt &S) const {
  auto Known = Events.find(&S);
  return Known == Events.end() ? ArrayRef<StateEvent>() : Known->second;
}

const StateEvent *StateEvents::named(const Expr &Name) const {
  auto Known = Named.find(&Name);
  return Known == Named.end() ? nullptr : &Known->second;
}

std::optional<unsigned> StateEvents::walkedBy(const VarDecl &Begin) const {
  auto Known = Walked.find(&Begin);
  return Known == Walked.end() ? std::nullopt : std::optional(Known->second);
}

} // namespace cotidy
