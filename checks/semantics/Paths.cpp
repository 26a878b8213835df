// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Paths.h"

#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {

bool endsWithout(const FunctionDecl &F, ASTContext &AST, llvm::function_ref<bool(const Stmt &)> Stops) {
  std::unique_ptr<CFG> Graph = CFG::buildCFG(&F, F.getBody(), &AST, CFG::BuildOptions());
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
