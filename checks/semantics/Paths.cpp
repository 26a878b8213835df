// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Paths.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {

std::unique_ptr<CFG> pathsOf(const FunctionDecl &F, ASTContext &AST, Exceptions Follow) {
  CFG::BuildOptions Options;
  Options.AddEHEdges = Follow == Exceptions::Followed;
  Options.AddInitializers = true;
  Options.AddLifetime = true;
  Options.PruneTriviallyFalseEdges = true;
  Options.setAllAlwaysAdd();
  return CFG::buildCFG(&F, F.getBody(), &AST, Options);
}

const Stmt *wayOut(const CFGBlock &Block, const Stmt *Body) {
  const Stmt *Last = nullptr;
  for (const CFGElement &Element : Block)
    if (std::optional<CFGStmt> Statement = Element.getAs<CFGStmt>())
      Last = Statement->getStmt();
  if (Block.hasNoReturnElement() || isa_and_nonnull<CXXThrowExpr>(Last))
    return nullptr;
  return isa_and_nonnull<ReturnStmt, CoreturnStmt>(Last) ? Last : Body;
}

bool endsWithout(const FunctionDecl &F, ASTContext &AST, llvm::function_ref<bool(const Stmt &)> Stops) {
  std::unique_ptr<CFG> Graph = pathsOf(F, AST);
  if (!Graph)
    return false;
  llvm::SmallPtrSet<const CFGBlock *, 16> Seen;
  SmallVector<const CFGBlock *, 16> Left{&Graph->getEntry()};
  while (!Left.empty()) {
    const CFGBlock *Block = Left.pop_back_val();
    if (!Seen.insert(Block).second)
      continue;
    if (Block == &Graph->getExit())
      return true;
    if (Block->hasNoReturnElement() || llvm::any_of(*Block, [&](const CFGElement &E) {
          auto S = E.getAs<CFGStmt>();
          return S && Stops(*S->getStmt());
        }))
      continue;
    for (const CFGBlock::AdjacentBlock &Next : Block->succs())
      if (const CFGBlock *To = Next.getReachableBlock())
        Left.push_back(To);
  }
  return false;
}

} // namespace cotidy
