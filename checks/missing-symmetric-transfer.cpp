// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds awaiters that resume another coroutine from inside await_suspend: each hop nests on the stack of the
// one before, and a long enough chain of awaits overflows it.

#include "semantics/CoroutineCheck.h"

using namespace clang;

namespace cotidy {
namespace {

class MissingSymmetricTransfer : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"missing-symmetric-transfer",
                                  "finds await_suspend functions that resume another coroutine in place",
                                  FixKind::None, Profile::LibraryAuthors, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    if (!Method || !Method->getDeclName().isIdentifier() || Method->getName() != "await_suspend" ||
        F.getNumParams() != 1 || !(F.getReturnType()->isVoidType() || F.getReturnType()->isBooleanType()))
      return;
    const BodyIndex &Body = unit().body(F);
    for (const Expr *E : Body.calls()) {
      const Expr *Handle = resumedHandle(*E);
      if (!Handle || Body.loopOf(E) >= 0) // a loop runs a queue of them: there is no one to transfer to
        continue;
      const auto *Named = dyn_cast<DeclRefExpr>(strip(Handle));
      if (Named && Named->getDecl() == F.getParamDecl(0))
        continue; // its own: it never went to sleep
      return report(
          Finding(
              E->getBeginLoc(),
              "this resumes another coroutine on top of this one's stack, which overflows in a long chain "
              "of awaits; return the handle from await_suspend, so that control is transferred")
              .note(Method->getLocation(), llvm::formatv("await_suspend returns {0} here",
                                                         F.getReturnType()->isVoidType() ? "void" : "bool")
                                               .str()),
          F);
    }
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(missing_symmetric_transfer, cotidy::MissingSymmetricTransfer)
