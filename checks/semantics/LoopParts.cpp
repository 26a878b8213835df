// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopParts.h"

#include "semantics/LoopBounds.h"

using namespace clang;

namespace cotidy {

const ValueDecl *objectOf(const Decl *D) {
  if (const auto *Binding = dyn_cast_or_null<BindingDecl>(D))
    D = Binding->getDecomposedDecl();
  return isa_and_nonnull<VarDecl, FieldDecl>(D) ? cast<ValueDecl>(D->getCanonicalDecl()) : nullptr;
}

LoopParts::LoopParts(Unit &U, const BodyIndex &Body, const LoopInfo &Loop) : U(U), Body(Body), Loop(Loop) {
  const Stmt *Skipped[] = {nullptr, nullptr};
  if (const auto *For = dyn_cast<ForStmt>(Loop.S)) {
    Skipped[0] = For->getInit();
  } else if (const auto *For = dyn_cast<CXXForRangeStmt>(Loop.S)) {
    Skipped[0] = For->getInit();
    Skipped[1] = For->getRangeInit();
  }
  NodeSet.insert(Loop.S);
  for (const Stmt *S : Body.nodes())
    if (NodeSet.contains(Body.parent(S)) && S != Skipped[0] && S != Skipped[1]) {
      Nodes.push_back(S);
      NodeSet.insert(S);
    }
  NodeSet.erase(Loop.S);

  auto Declare = [&](const VarDecl *Var) {
    if (Var && !Var->isStaticLocal())
      Declared.insert(objectOf(Var));
  };
  if (isa<CXXForRangeStmt>(Loop.S))
    Declare(Loop.Element);
  for (const Stmt *S : Nodes) {
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        Declare(dyn_cast<VarDecl>(D));
    if (const auto *For = dyn_cast<CXXForRangeStmt>(S))
      Declare(For->getLoopVariable());
    if (const auto *Catch = dyn_cast<CXXCatchStmt>(S))
      Declare(Catch->getExceptionDecl());
    if (isa<BreakStmt, ContinueStmt, CoreturnStmt, ReturnStmt, GotoStmt, CXXThrowExpr>(S))
      Jumps.push_back(S);
  }
}

bool LoopParts::containsAwait(const Stmt *S) const {
  return llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
    return isRepeated(At.E) && U.awaitables().maySuspend(At.E) && Body.contains(S, At.E);
  });
}

void LoopParts::addDeciders(const Stmt *S, const Stmt *Top, SmallVectorImpl<const Stmt *> &Found) const {
  for (const Stmt *Child = S, *Up = Body.parent(S); Up && Child != Top; Child = Up, Up = Body.parent(Up)) {
    const Stmt *Decides = nullptr;
    if (const auto *If = dyn_cast<IfStmt>(Up))
      Decides = Child == If->getThen() || Child == If->getElse() ? If->getCond() : nullptr;
    else if (const auto *Switch = dyn_cast<SwitchStmt>(Up))
      Decides = Child == Switch->getBody() ? Switch->getCond() : nullptr;
    else if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(Up))
      Decides = Conditional->getCond();
    else if (const auto *Binary = dyn_cast<BinaryOperator>(Up))
      Decides = Binary->isLogicalOp() ? Binary->getLHS() : nullptr;
    else if (const auto *Try = dyn_cast<CXXTryStmt>(Up))
      Decides = Child == Try->getTryBlock() ? nullptr : Try->getTryBlock();
    else if (Up != Loop.S && isa<WhileStmt, ForStmt, DoStmt>(Up))
      Decides = conditionOf({Up, nullptr, -1, nullptr, nullptr});
    if (Decides && Decides != Child)
      Found.push_back(Decides);
  }
}

SmallVector<const Stmt *, 4> LoopParts::deciders(const Stmt *S) const {
  SmallVector<const Stmt *, 4> Found;
  addDeciders(S, Loop.S, Found);
  // What an earlier statement of a block around S jumps away on.
  for (const Stmt *Child = S, *Up = Body.parent(S); Up && Child != Loop.S; Child = Up, Up = Body.parent(Up)) {
    const auto *Block = dyn_cast<CompoundStmt>(Up);
    if (!Block)
      continue;
    for (const Stmt *Jump : Jumps)
      for (const Stmt *Earlier : Block->body()) {
        if (Earlier == Child)
          break;
        if (Body.contains(Earlier, Jump) && leaves(Jump, Earlier))
          addDeciders(Jump, Earlier, Found);
      }
  }
  return Found;
}

/// Whether \p Jump, inside \p Around, ends that statement.
bool LoopParts::leaves(const Stmt *Jump, const Stmt *Around) const {
  if (!isa<BreakStmt, ContinueStmt>(Jump))
    return true;
  for (const Stmt *Up = Body.parent(Jump); Up; Up = Body.parent(Up)) {
    if (isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt>(Up) || (isa<SwitchStmt>(Up) && isa<BreakStmt>(Jump)))
      return !Body.contains(Around, Up);
    if (Up == Around)
      return true;
  }
  return true;
}

} // namespace cotidy
