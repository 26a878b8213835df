// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Origins.h"

#include "semantics/Callers.h"
#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

namespace {

class Origins {
public:
  Origins(Unit &U, llvm::function_ref<bool(const Expr &)> Is) : U(U), Is(Is) {}

  bool leadThere(const ValueDecl &Object, unsigned Depth);

private:
  bool leadsThere(const Expr *From, unsigned Depth) {
    if (!From)
      return false;
    const ValueDecl *Other = Depth != 0 ? namedObject(From) : nullptr;
    return Is(*From) || (Other && leadThere(*Other, Depth - 1));
  }
  bool leadThere(const FieldDecl &Field, unsigned Depth);
  bool leadThere(const ParmVarDecl &Parameter, unsigned Depth);

  Unit &U;
  llvm::function_ref<bool(const Expr &)> Is;
};

bool Origins::leadThere(const FieldDecl &Field, unsigned Depth) {
  const auto *Class = dyn_cast<CXXRecordDecl>(Field.getParent());
  if (!Class)
    return false;
  if (leadsThere(Field.getInClassInitializer(), Depth))
    return true;
  auto IsField = [&](const Expr *E) { return namedObject(E) == Field.getCanonicalDecl(); };
  return llvm::any_of(U.session().functions(), [&](const FunctionDecl *F) {
    const auto *Method = dyn_cast<CXXMethodDecl>(F);
    if (!Method || Method->getParent()->getCanonicalDecl() != Class->getCanonicalDecl())
      return false;
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Method))
      if (llvm::any_of(Constructor->inits(), [&](const CXXCtorInitializer *Init) {
            return Init->getMember() && Init->getMember()->getCanonicalDecl() == Field.getCanonicalDecl() &&
                   leadsThere(Init->getInit(), Depth);
          }))
        return true;
    return llvm::any_of(U.body(*F).nodes(), [&](const Stmt *S) {
      if (const auto *Assign = dyn_cast<BinaryOperator>(S))
        return Assign->getOpcode() == BO_Assign && IsField(Assign->getLHS()) &&
               leadsThere(Assign->getRHS(), Depth);
      const auto *Assign = dyn_cast<CXXOperatorCallExpr>(S);
      return Assign && Assign->getOperator() == OO_Equal && IsField(Assign->getArg(0)) &&
             leadsThere(Assign->getArg(1), Depth);
    });
  });
}

bool Origins::leadThere(const ParmVarDecl &Parameter, unsigned Depth) {
  const auto *Of = dyn_cast<FunctionDecl>(Parameter.getDeclContext());
  const unsigned Place = Parameter.getFunctionScopeIndex();
  return Of && llvm::any_of(U.session().facts<Callers>().of(*Of), [&](const CallFrom &Call) {
           const CallSite *Site = U.calls().siteOf(Call.At);
           return Site && Place < Site->Args.size() && leadsThere(Site->Args[Place], Depth);
         });
}

bool Origins::leadThere(const ValueDecl &Object, unsigned Depth) {
  if (const auto *Field = dyn_cast<FieldDecl>(&Object))
    return leadThere(*Field, Depth);
  if (const auto *Parameter = dyn_cast<ParmVarDecl>(&Object))
    return leadThere(*Parameter, Depth);
  const auto *Var = dyn_cast<VarDecl>(&Object);
  return Var && leadsThere(Var->getAnyInitializer(), Depth);
}

} // namespace

bool isMadeFrom(Unit &U, const ValueDecl &Object, llvm::function_ref<bool(const Expr &)> Is) {
  return Origins(U, Is).leadThere(Object, /*Depth=*/3);
}

} // namespace cotidy
