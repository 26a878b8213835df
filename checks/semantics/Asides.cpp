// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Asides.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"

#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether all that \p Site changes are variables of this function: a look at an object, an element added to
/// a local container, or a line of a log.
bool changesOnlyLocals(const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  if (!Site.Callee || isLogging(*Site.Callee))
    return Site.Callee;
  if (!Method)
    return false;
  // A container or a string; what a guard or a file does when it is made is no aside.
  if (isa<CXXConstructorDecl>(Method))
    return Method->getParent()->isInStdNamespace() && !methodsNamed(*Method->getParent(), "begin").empty();
  return Method->isConst() || (Method->getParent()->isInStdNamespace() && localOf(Site.Object));
}

/// `auto [first, second] = ...`
bool declaresParts(const Stmt &Statement) {
  const auto *Declaration = dyn_cast<DeclStmt>(&Statement);
  return Declaration &&
         llvm::any_of(Declaration->decls(), [](const Decl *D) { return isa<DecompositionDecl>(D); });
}

} // namespace

bool Asides::add(const Stmt &Statement) {
  const bool IsAside =
      isa<DeclStmt, Expr>(Statement) && !declaresParts(Statement) &&
      llvm::all_of(Body.nodes(), [&](const Stmt *S) {
        if (!Body.contains(&Statement, S))
          return true;
        if (const auto *Call = dyn_cast<Expr>(S); Call && isa<CallExpr, CXXConstructExpr>(Call))
          return changesOnlyLocals(U.calls().site(Call));
        return !isa<CoroutineSuspendExpr, LambdaExpr, CXXThrowExpr, CXXNewExpr, CXXDeleteExpr>(S);
      });
  if (!IsAside)
    return false;
  if (const auto *E = dyn_cast<Expr>(&Statement)) {
    addTouches(E);
    return true;
  }
  for (const Decl *D : cast<DeclStmt>(Statement).decls())
    if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var->getInit()) {
      addTouches(Var->getInit());
      Declared.push_back(Var);
    }
  return true;
}

void Asides::clear() {
  Used.clear();
  Declared.clear();
}

void Asides::addTouches(const Expr *E) {
  const std::vector<Touch> More = touchesOf(U, Body, E);
  Used.insert(Used.end(), More.begin(), More.end());
}

} // namespace cotidy
