// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/SharedWriters.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether nobody else has the object of \p F while it runs: it is made, unmade, given up or another's.
bool hasObjectAlone(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return isa<CXXConstructorDecl, CXXDestructorDecl>(F) ||
         (Method && (Method->getRefQualifier() == RQ_RValue || Method->isCopyAssignmentOperator() ||
                     Method->isMoveAssignmentOperator()));
}

/// Whether somebody outside the class of \p F can call it.
bool isOpen(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return !Method || Method->getAccess() != AS_private || Method->isVirtual() ||
         Method->getParent()->isLambda();
}

} // namespace

SharedWriters::SharedWriters(Session &S) {
  Unit &U = S.facts<Unit>();
  for (const FunctionDecl *F : S.functions()) {
    const BodyIndex &Body = U.body(*F);
    for (const Expr *E : Body.calls())
      if (const auto *Call = dyn_cast<CallExpr>(E))
        if (const FunctionDecl *Callee = Call->getDirectCallee())
          Callers[Callee->getCanonicalDecl()].push_back(callFrom(U, Body, *Call));
    for (const LambdaInfo &Lambda : Body.lambdas())
      if (Body.enclosing<CoawaitExpr>(Lambda.E))
        Hosts[Lambda.E->getCallOperator()->getCanonicalDecl()] = F;
    if (hasObjectAlone(*F))
      continue;
    for (const Stmt *Node : Body.nodes()) {
      const auto *Name = dyn_cast<Expr>(Node);
      const SharedState State = Name ? sharedState(Name) : SharedState();
      if (State.empty())
        continue;
      const TouchAt At = touchOf(Body, *Name);
      if (At.What != Touch::Read && At.What != Touch::Element)
        Writers[State.back()].push_back({F, At});
    }
  }
}

SharedWriters::CallFrom SharedWriters::callFrom(Unit &U, const BodyIndex &Body, const CallExpr &Call) {
  CallFrom From{&Body.function(), Body.enclosing<CoawaitExpr>(&Call), false};
  From.HandedOn = !From.Await && U.awaitables().info(Call.getType()) &&
                  isa_and_nonnull<CallExpr>(Body.meaningfulParent(&Call));
  return From;
}

bool SharedWriters::overlap(const CallFrom &One, const CallFrom &Other) {
  return One.HandedOn || Other.HandedOn || (One.Await && One.Await == Other.Await);
}

bool SharedWriters::runsBeside(const FunctionDecl &Other, const FunctionDecl &F) const {
  // A lambda in what is awaited is part of the work of the function it is written in.
  if (const FunctionDecl *Host = Hosts.lookup(Other.getCanonicalDecl()))
    return runsBeside(*Host, F);
  if (Other.getCanonicalDecl() == F.getCanonicalDecl())
    return false;
  auto Known = Callers.find(Other.getCanonicalDecl());
  auto Calls = Callers.find(F.getCanonicalDecl());
  const ArrayRef<CallFrom> Own = Calls == Callers.end() ? ArrayRef<CallFrom>() : Calls->second;
  auto In = [](const FunctionDecl &Caller) {
    return [&](const CallFrom &Call) { return Call.In->getCanonicalDecl() == Caller.getCanonicalDecl(); };
  };
  if (llvm::any_of(Own, In(Other))) // it waits for this one
    return false;
  if (Known == Callers.end())
    return isOpen(Other);
  // Its callers here say more than its access: it is part of this one's work, or comes before or after it in
  // the work of another, or is work of its own.
  return llvm::any_of(Known->second, [&](const CallFrom &Call) {
    if (Call.In->getCanonicalDecl() == F.getCanonicalDecl() || !isOpen(*Call.In))
      return false;
    return llvm::none_of(Own, In(*Call.In)) ||
           llvm::any_of(Own, [&](const CallFrom &Mine) { return In(*Call.In)(Mine) && overlap(Mine, Call); });
  });
}

SmallVector<const SharedWriters::Writer *, 4> SharedWriters::besides(const FunctionDecl &F,
                                                                     const SharedState &State) const {
  SmallVector<const Writer *, 4> Found;
  auto Known = Writers.find(State.back());
  if (Known != Writers.end())
    for (const Writer &Other : Known->second)
      if (runsBeside(*Other.In, F))
        Found.push_back(&Other);
  return Found;
}

bool SharedWriters::overlapsItself(const FunctionDecl &F, bool Anyone) const {
  auto Known = Callers.find(F.getCanonicalDecl());
  llvm::SmallPtrSet<const FunctionDecl *, 4> Open;
  if (Known != Callers.end())
    for (const CallFrom &Call : Known->second)
      if (isOpen(*Call.In) && Call.In->getCanonicalDecl() != F.getCanonicalDecl() && !Call.In->isMain())
        Open.insert(Call.In);
  if (Known != Callers.end())
    return Open.size() > 1;
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return isOpen(F) && !F.isMain() && (Anyone || !F.param_empty()) &&
         !(Method && Method->getParent()->isLambda());
}

} // namespace cotidy
