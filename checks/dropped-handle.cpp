// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds awaiters that put a coroutine to sleep and lose the only handle that could wake it.

#include "semantics/CoroutineCheck.h"
#include "semantics/Paths.h"

using namespace clang;

namespace cotidy {
namespace {

/// A statement after which the coroutine is not lost: it uses the handle, or says by its value that the
/// coroutine goes on.
bool settles(const Stmt &S, const ParmVarDecl &Handle, const BodyIndex &Body) {
  if (isa<CXXThrowExpr>(S) ||
      llvm::any_of(Body.uses(Handle), [&](const DeclRefExpr *Use) { return Body.contains(&S, Use); }))
    return true;
  const auto *Return = dyn_cast<ReturnStmt>(&S);
  const Expr *Value = Return ? Return->getRetValue() : nullptr;
  const auto *Literal = Value ? dyn_cast<CXXBoolLiteralExpr>(Value->IgnoreParenImpCasts()) : nullptr;
  return Value && (!Literal || !Literal->getValue());
}

class DroppedHandle : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"dropped-handle",
                                  "finds awaiters that lose the handle of the coroutine they put to sleep",
                                  FixKind::None, Profile::LibraryAuthors, Instantiations::Every};

  void checkFunction(const FunctionDecl &F) override {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    if (!Method || !Method->getDeclName().isIdentifier() || Method->getName() != "await_suspend" ||
        F.getNumParams() != 1 || !(F.getReturnType()->isVoidType() || F.getReturnType()->isBooleanType()))
      return;
    const ParmVarDecl &Handle = *F.getParamDecl(0);
    if (!isHandle(Handle.getType()) && !Handle.getType()->isDependentType())
      return;
    const BodyIndex &Body = unit().body(F);
    bool Used = !Body.uses(Handle).empty();
    if (!Used && (neverSuspends(*Method) || mayHaveItAlready(*Method, Body) || isMeantToStay(*Method, Body)))
      return;
    if (!endsWithout(F, unit().ast(), [&](const Stmt &S) { return settles(S, Handle, Body); }))
      return;
    report(Finding(Method->getLocation(),
                   Used ? "on some path await_suspend does not keep the handle of the coroutine it puts to "
                          "sleep, so nothing can resume it; resume it there, or return false from a bool "
                          "await_suspend"
                        : "await_suspend does not keep the handle of the coroutine it puts to sleep, so "
                          "nothing can resume it; hand it to what completes the operation"),
           F);
  }

private:
  static bool neverSuspends(const CXXMethodDecl &Method) {
    return llvm::any_of(methodsNamed(*Method.getParent(), "await_ready"),
                        [](const CXXMethodDecl *Ready) { return constantResult(*Ready) == true; });
  }

  /// It works on its own members, and one of them can lead to the coroutine.
  static bool mayHaveItAlready(const CXXMethodDecl &Method, const BodyIndex &Body) {
    return !Body.thisUses().empty() && llvm::any_of(Method.getParent()->fields(), [](const FieldDecl *Field) {
      return isHandle(Field->getType()) || Field->getType()->isPointerType() ||
             Field->getType()->isReferenceType() || Field->getType()->isDependentType();
    });
  }

  /// An awaiter that does nothing is for coroutines that are resumed from outside, as generators and the
  /// first and last suspension of tasks are; it is lost only if a body awaits it.
  bool isMeantToStay(const CXXMethodDecl &Method, const BodyIndex &Body) const {
    if (!Body.calls().empty())
      return false;
    for (const Coroutine &C : unit().coroutines())
      for (const Suspension &At : C.Index->suspensions())
        if (const auto *Await = dyn_cast<CoawaitExpr>(At.E); Await && C.Async && Await->getSuspendExpr())
          if (const auto *Call =
                  dyn_cast<CallExpr>(Await->getSuspendExpr()->IgnoreImplicit()->IgnoreParenImpCasts());
              Call && Call->getDirectCallee() &&
              Call->getDirectCallee()->getCanonicalDecl() == Method.getCanonicalDecl())
            return false;
    return true;
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(dropped_handle, cotidy::DroppedHandle)
