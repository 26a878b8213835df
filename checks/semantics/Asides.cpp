// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Asides.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"

#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether the call only tells somebody: a line of a log or of the terminal, `out << value`.
bool tells(const CallSite &Site) {
  constexpr llvm::StringLiteral Words[] = {"print"};
  if (isLogging(*Site.Callee) || Site.Callee->hasAttr<FormatAttr>() || hasWord(Site.Callee, Words))
    return true;
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Site.E);
  const CXXRecordDecl *Stream = Operator ? classOf(Operator->getArg(0)->getType()) : nullptr;
  return Stream && Operator->getOperator() == OO_LessLess && Stream->isInStdNamespace();
}

/// A local variable, a member of one, or an element of a local container.
bool isInLocal(const Expr *E) {
  while (E && !localOf(E)) {
    E = strip(E);
    const auto *Member = dyn_cast<MemberExpr>(E);
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
    const bool IsElement = Operator && Operator->getOperator() == OO_Subscript;
    E = Member && !Member->isArrow() ? Member->getBase() : IsElement ? Operator->getArg(0) : nullptr;
  }
  return E;
}

/// Whether all that \p Site changes are variables of this function: a look at an object, two texts put
/// together, an element added to a local container; or nobody waits for what it changes.
bool changesOnlyLocals(const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  if (!Site.Callee || tells(Site))
    return Site.Callee;
  if (!Method)
    return Site.Callee->isInStdNamespace() && Site.Callee->getOverloadedOperator() == OO_Plus;
  // A container or a string; what a guard or a file does when it is made is no aside.
  if (isa<CXXConstructorDecl>(Method))
    return Method->getParent()->isInStdNamespace() && !methodsNamed(*Method->getParent(), "begin").empty();
  return Method->isConst() ||
         ((Method->getParent()->isInStdNamespace() || Method->isDefaulted()) && isInLocal(Site.Object));
}

/// `total += 1` of a variable that the calls behind it may read without being given it
bool changesGlobal(const Stmt &S) {
  const Expr *Changed = nullptr;
  if (const auto *Binary = dyn_cast<BinaryOperator>(&S); Binary && Binary->isAssignmentOp())
    Changed = Binary->getLHS();
  else if (const auto *Unary = dyn_cast<UnaryOperator>(&S); Unary && Unary->isIncrementDecrementOp())
    Changed = Unary->getSubExpr();
  const auto *Var = Changed ? dyn_cast_or_null<VarDecl>(namedObject(Changed)) : nullptr;
  return Var && Var->hasGlobalStorage();
}

/// `auto [first, second] = ...`
bool declaresParts(const Stmt &Statement) {
  const auto *Declaration = dyn_cast<DeclStmt>(&Statement);
  return Declaration &&
         llvm::any_of(Declaration->decls(), [](const Decl *D) { return isa<DecompositionDecl>(D); });
}

} // namespace

bool Asides::isAside(const Stmt &Statement, ArrayRef<const Suspension *> Awaits) const {
  auto IsAwaited = [&](const Stmt *S) {
    return llvm::any_of(Awaits, [&](const Suspension *At) { return Body.contains(At->E, S); });
  };
  return isa<DeclStmt, Expr>(Statement) && !declaresParts(Statement) &&
         llvm::all_of(Body.nodes(), [&](const Stmt *S) {
           if (!Body.contains(&Statement, S) || IsAwaited(S))
             return true;
           if (const auto *Call = dyn_cast<Expr>(S); Call && isa<CallExpr, CXXConstructExpr>(Call))
             return changesOnlyLocals(U.calls().site(Call));
           return !isa<CoroutineSuspendExpr, LambdaExpr, CXXThrowExpr, CXXNewExpr, CXXDeleteExpr>(S) &&
                  !changesGlobal(*S);
         });
}

bool Asides::add(const Stmt &Statement, ArrayRef<const Suspension *> Awaits) {
  if (!isAside(Statement, Awaits))
    return false;
  if (const auto *E = dyn_cast<Expr>(&Statement)) {
    addTouches(E, Awaits);
    return true;
  }
  for (const Decl *D : cast<DeclStmt>(Statement).decls())
    if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var->getInit()) {
      addTouches(Var->getInit(), Awaits);
      Declared.push_back(Var);
    }
  return true;
}

void Asides::clear() {
  Used.clear();
  Declared.clear();
}

void Asides::addTouches(const Expr *E, ArrayRef<const Suspension *> Awaits) {
  for (Touch &Use : touchesOf(U, Body, E))
    if (llvm::none_of(Awaits, [&](const Suspension *At) { return Body.contains(At->E, Use.At); }))
      Used.push_back(std::move(Use));
}

} // namespace cotidy
