// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TakenAddresses.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace cotidy {

namespace {

class Collector {
public:
  Collector(const SourceManager &Sources, llvm::SmallSetVector<const FunctionDecl *, 8> &Found)
      : Sources(Sources), Found(Found) {}

  void addFrom(const Stmt *S) {
    if (!S)
      return;
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    if (const auto *F = Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr)
      Found.insert(F->getCanonicalDecl());
    // Of a call, what is called is not kept; the object that it is called on may be.
    const auto *Call = dyn_cast<CallExpr>(S);
    const Expr *Callee = Call && Call->getDirectCallee() ? Call->getCallee() : nullptr;
    if (const auto *Member = Callee ? dyn_cast<MemberExpr>(Callee->IgnoreParenImpCasts()) : nullptr)
      addFrom(Member->getBase());
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

private:
  const SourceManager &Sources;
  llvm::SmallSetVector<const FunctionDecl *, 8> &Found;
};

} // namespace

TakenAddresses::TakenAddresses(Session &S) {
  Collector All(S.ast().getSourceManager(), Taken);
  for (const FunctionDecl *F : S.functions())
    All.addFrom(F->getBody());
  All.addFrom(*S.ast().getTranslationUnitDecl());
}

} // namespace cotidy
