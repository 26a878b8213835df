// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ChildProcesses.h"

#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

namespace {

/// `_exit(0)`, `std::abort()`: of the system, and no way back. What a program calls so may still throw.
bool endsProcess(const Stmt *S) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  const auto *Call = E ? dyn_cast<CallExpr>(strip(E)) : nullptr;
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->isNoReturn() && Callee->isExternC();
}

bool isLastBranch(const BodyIndex &Body, const CompoundStmt &Block) {
  const auto *If = dyn_cast_or_null<IfStmt>(Body.parent(&Block));
  return If && !Block.body_empty() && endsProcess(Block.body_back()) &&
         llvm::none_of(Body.suspensions(), [&](const Suspension &At) { return Body.contains(&Block, At.E); });
}

/// Whether \p In names what \p E is about.
bool names(const BodyIndex &Body, const Stmt *In, const ValueDecl &Object) {
  return llvm::any_of(Body.uses(Object), [&](const DeclRefExpr *Use) { return Body.contains(In, Use); });
}

/// What the variable awaited at \p At was made from: the arguments, also of a factory.
SmallVector<const Expr *, 4> awaitedSources(Unit &U, const Suspension &At) {
  const CallSite *Wait = U.calls().operation(At.Operand);
  const auto *Var = dyn_cast_or_null<VarDecl>(namedObject(Wait && Wait->Object ? Wait->Object : At.Operand));
  const CallSite *Made =
      Var && Var->isLocalVarDecl() && Var->getInit() ? U.calls().siteOf(Var->getInit()) : nullptr;
  return Made ? SmallVector<const Expr *, 4>(Made->Args.begin(), Made->Args.end())
              : SmallVector<const Expr *, 4>();
}

/// Whether \p A and \p B name one descriptor: a variable, or an element of an array by its number.
bool isSame(const Expr *A, const Expr *B, const ASTContext &AST) {
  const ValueDecl *Object = namedObject(A);
  if (!Object || Object != namedObject(B))
    return false;
  const auto *First = dyn_cast<ArraySubscriptExpr>(strip(A));
  const auto *Second = dyn_cast<ArraySubscriptExpr>(strip(B));
  if (!First || !Second)
    return !First && !Second;
  const std::optional<llvm::APSInt> FirstAt = First->getIdx()->getIntegerConstantExpr(AST);
  const std::optional<llvm::APSInt> SecondAt = Second->getIdx()->getIntegerConstantExpr(AST);
  return FirstAt && SecondAt && llvm::APSInt::isSameValue(*FirstAt, *SecondAt);
}

} // namespace

const CompoundStmt *lastBranch(const BodyIndex &Body, const Stmt *S) {
  for (const auto *Block = Body.enclosing<CompoundStmt>(S); Block;
       Block = Body.enclosing<CompoundStmt>(Block))
    if (isLastBranch(Body, *Block))
      return Block;
  return nullptr;
}

bool isAwaitedThrough(Unit &U, const BodyIndex &Body, const CallSite &Site, const Expr &Descriptor) {
  return Descriptor.getType()->isIntegralOrEnumerationType() &&
         llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
           return Body.isBefore(At.E, Site.E) && llvm::any_of(awaitedSources(U, At), [&](const Expr *Source) {
                    return isSame(Source, &Descriptor, U.ast());
                  });
         });
}

bool isOfAwaitedChild(Unit &U, const BodyIndex &Body, const CallSite &Site) {
  return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    const auto *Fork = dyn_cast<IfStmt>(S);
    const auto *Child = Fork ? dyn_cast<CompoundStmt>(Fork->getThen()) : nullptr;
    if (!Child || !isLastBranch(Body, *Child))
      return false;
    auto IsOfChild = [&](const Expr *E) {
      const ValueDecl *Object = namedObject(E);
      return Object && (names(Body, Child, *Object) || names(Body, Fork->getCond(), *Object));
    };
    return llvm::any_of(Site.Args, IsOfChild) && llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
             return Body.isBefore(Fork->getCond(), At.E) && Body.isBefore(At.E, Site.E) &&
                    llvm::any_of(awaitedSources(U, At), IsOfChild);
           });
  });
}

} // namespace cotidy
