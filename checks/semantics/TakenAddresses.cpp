// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TakenAddresses.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace cotidy {

namespace {

class Collector {
public:
  explicit Collector(const SourceManager &Sources) : Sources(Sources) {}

  void addFrom(const Stmt *S) {
    if (!S)
      return;
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    if (const auto *F = Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr)
      Found.insert(F->getCanonicalDecl());
    // Of a call, what is called is not kept.
    const auto *Call = dyn_cast<CallExpr>(S);
    const Stmt *Callee = Call && Call->getDirectCallee() ? Call->getCallee() : nullptr;
    for (const Stmt *Child : S->children())
      if (Child != Callee)
        addFrom(Child);
  }

  void addFrom(const DeclContext &Context) {
    for (const Decl *D : Context.decls()) {
      if (Sources.isInSystemHeader(Sources.getExpansionLoc(D->getLocation())))
        continue;
      if (const auto *Var = dyn_cast<VarDecl>(D))
        addFrom(Var->getInit());
      else if (isa<NamespaceDecl, LinkageSpecDecl, CXXRecordDecl>(D))
        addFrom(*cast<DeclContext>(D));
    }
  }

  SmallVector<const FunctionDecl *, 8> take() { return Found.takeVector(); }

private:
  const SourceManager &Sources;
  llvm::SmallSetVector<const FunctionDecl *, 8> Found;
};

} // namespace

SmallVector<const FunctionDecl *, 8> takenAddresses(Session &S) {
  Collector All(S.ast().getSourceManager());
  for (const FunctionDecl *F : S.functions())
    All.addFrom(F->getBody());
  All.addFrom(*S.ast().getTranslationUnitDecl());
  return All.take();
}

} // namespace cotidy
