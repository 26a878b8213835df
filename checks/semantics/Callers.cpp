// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Callers.h"

#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {

Callers::Callers(Session &S) : U(S.facts<Unit>()) {
  for (const FunctionDecl *In : S.functions()) {
    const BodyIndex &Body = U.body(*In);
    for (const Expr *E : Body.calls())
      if (const FunctionDecl *Callee = U.calls().site(E).Callee)
        Calls[Callee->getCanonicalDecl()].push_back({In, E});
    for (const LambdaInfo &Lambda : Body.lambdas())
      if (Lambda.Use == LambdaUse::Argument)
        for (const FunctionDecl *Made : callOperators(*Lambda.E))
          Calls[Made->getCanonicalDecl()].push_back({In, Lambda.E});
  }
}

ArrayRef<CallFrom> Callers::of(const FunctionDecl &F) const {
  auto It = Calls.find(F.getCanonicalDecl());
  return It == Calls.end() ? ArrayRef<CallFrom>() : ArrayRef<CallFrom>(It->second);
}

bool Callers::isForTests(const FunctionDecl &F, unsigned Depth) const {
  if (U.isTest(F))
    return true;
  const ArrayRef<CallFrom> From = Depth ? of(F) : ArrayRef<CallFrom>();
  return !From.empty() && llvm::all_of(From, [&](const CallFrom &Call) {
    return Call.In->getCanonicalDecl() == F.getCanonicalDecl() || isForTests(*Call.In, Depth - 1);
  });
}

} // namespace cotidy
