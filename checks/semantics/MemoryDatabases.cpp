// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/MemoryDatabases.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Origins.h"
#include "semantics/WrittenText.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr StringRef OpenFlag = "OPEN_MEMORY";

class Search {
public:
  explicit Search(Unit &U) : U(U) {}

  bool isInMemory(const ValueDecl &Object, unsigned Depth) {
    auto Says = [&](const Expr &E) { return saysMemory(E, U.ast()); };
    auto OpensAnother = [&](const Expr &E) {
      const CallSite *Site = U.calls().siteOf(&E);
      const FunctionModel *Opens = Site ? Site->does(CallKind::Blocks) : nullptr;
      return Opens && Opens->Category == BlockingCategory::Database && !Says(E);
    };
    if (isMadeFrom(U, Object, Says))
      return !isMadeFrom(U, Object, OpensAnother);
    // What is opened through its address: everywhere so, or nothing is known.
    bool Any = false;
    for (const FunctionDecl *F : U.session().functions())
      for (const Expr *E : U.body(*F).calls()) {
        const CallSite &Site = U.calls().site(E);
        if (llvm::none_of(Site.Args, [&](const Expr *Arg) { return isAddressOf(*Arg, Object); }))
          continue;
        const bool Through =
            Depth != 0 && llvm::any_of(Site.Args, [&](const Expr *Arg) {
              const ValueDecl *Of = namedObject(Arg);
              return Of && Of != &Object && Arg->getType()->isPointerType() && isInMemory(*Of, Depth - 1);
            });
        if (!Says(*E) && !Through)
          return false;
        Any = true;
      }
    return Any;
  }

private:
  static bool isAddressOf(const Expr &E, const ValueDecl &Object) {
    const auto *Address = dyn_cast<UnaryOperator>(&E);
    const ValueDecl *Of =
        Address && Address->getOpcode() == UO_AddrOf ? usedBy(strip(Address->getSubExpr())) : nullptr;
    return Of && Of->getCanonicalDecl() == Object.getCanonicalDecl();
  }

  Unit &U;
};

} // namespace

bool saysMemory(const Expr &E, const ASTContext &AST) {
  if (const auto *Name = dyn_cast<StringLiteral>(&E); Name && Name->getCharByteWidth() == 1)
    return Name->getString().contains(":memory:") || Name->getString().contains("mode=memory");
  const ValueDecl *Named = usedBy(&E);
  if ((Named && simpleName(*Named).ends_with(OpenFlag)) ||
      isByMacro(E.getBeginLoc(), AST, [](StringRef Macro) { return Macro.ends_with(OpenFlag); }))
    return true;
  return llvm::any_of(E.children(), [&](const Stmt *Child) {
    return isa_and_nonnull<Expr>(Child) && saysMemory(*cast<Expr>(Child), AST);
  });
}

bool isInMemory(Unit &U, const ValueDecl &Object) { return Search(U).isInMemory(Object, /*Depth=*/2); }

} // namespace cotidy
