// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds awaiters that put a coroutine to sleep and lose the only handle that could wake it.

#include "semantics/CoroutineCheck.h"
#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/Paths.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether \p Use does something with the handle: `(void)handle;` only says that it is not needed.
bool keepsHandle(const DeclRefExpr *Use, const BodyIndex &Body) { return !Body.isDiscarded(Use); }

/// A statement after which the coroutine is not lost: it uses the handle, or says by its value that the
/// coroutine goes on.
bool settles(const Stmt &S, const ParmVarDecl &Handle, const BodyIndex &Body) {
  if (isa<CXXThrowExpr>(S) || llvm::any_of(Body.uses(Handle), [&](const DeclRefExpr *Use) {
        return Body.contains(&S, Use) && keepsHandle(Use, Body);
      }))
    return true;
  // A loop that gives the handle to each of several: await_ready answers for none.
  if (llvm::any_of(Body.loops(), [&](const LoopInfo &Loop) {
        const auto *For = dyn_cast<CXXForRangeStmt>(Loop.S);
        const Expr *Cond = For ? For->getCond() : conditionOf(Loop);
        return Cond && (Cond == &S || strip(Cond) == &S) &&
               llvm::any_of(Body.uses(Handle),
                            [&](const DeclRefExpr *Use) { return Body.contains(Loop.Body, Use); });
      }))
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
    bool Used =
        llvm::any_of(Body.uses(Handle), [&](const DeclRefExpr *Use) { return keepsHandle(Use, Body); });
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
  static bool mayReturn(const Stmt *S) {
    return S && !isa<LambdaExpr>(S) && (isa<ReturnStmt>(S) || llvm::any_of(S->children(), mayReturn));
  }

  /// `{ return true; }`, and the same after something else is done.
  static bool isAlwaysTrue(const CXXMethodDecl &Ready) {
    const FunctionDecl *Definition = writtenDefinition(Ready);
    const auto *Body = Definition ? dyn_cast_or_null<CompoundStmt>(Definition->getBody()) : nullptr;
    const auto *Return = Body && !Body->body_empty() ? dyn_cast<ReturnStmt>(Body->body_back()) : nullptr;
    const auto *Literal =
        Return ? dyn_cast_or_null<CXXBoolLiteralExpr>(strip(Return->getRetValue())) : nullptr;
    return Literal && Literal->getValue() &&
           llvm::none_of(Body->body(), [&](const Stmt *S) { return S != Return && mayReturn(S); });
  }

  static bool neverSuspends(const CXXMethodDecl &Method) {
    return llvm::any_of(methodsNamed(*Method.getParent(), "await_ready"),
                        [](const CXXMethodDecl *Ready) { return isAlwaysTrue(*Ready); });
  }

  /// It works on its own members, and one of them can lead to the coroutine.
  static bool mayHaveItAlready(const CXXMethodDecl &Method, const BodyIndex &Body) {
    const bool Registers = handsOutCallback(Body);
    return !Body.thisUses().empty() &&
           llvm::any_of(Method.getParent()->fields(), [&](const FieldDecl *Field) {
             const QualType Type = Field->getType();
             return isHandle(Type) || Type->isDependentType() ||
                    ((Type->isPointerType() || Type->isReferenceType()) &&
                     (!Registers || leadsToCoroutine(Type->getPointeeType())));
           });
  }

  /// Whether code of ours is handed to something, to be called: what completes the operation does so through
  /// that, and not through what it knows of us.
  static bool handsOutCallback(const BodyIndex &Body) {
    const auto IsFunction = [](const Expr *Arg) {
      Arg = strip(Arg);
      if (const auto *Unary = dyn_cast<UnaryOperator>(Arg); Unary && Unary->getOpcode() == UO_AddrOf)
        Arg = strip(Unary->getSubExpr());
      const auto *Ref = dyn_cast<DeclRefExpr>(Arg);
      return Ref && isa<FunctionDecl>(Ref->getDecl());
    };
    return llvm::any_of(Body.lambdas(), [](const LambdaInfo &L) { return L.Use == LambdaUse::Argument; }) ||
           llvm::any_of(Body.calls(), [&](const Expr *E) {
             const auto *Call = dyn_cast<CallExpr>(E);
             return Call && !isa<CXXOperatorCallExpr>(Call) && llvm::any_of(Call->arguments(), IsFunction);
           });
  }

  /// A promise, whatever has a handle in it, and what may be anything.
  static bool leadsToCoroutine(QualType T, unsigned Depth = 3) {
    const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
    if (!Class || !Class->hasDefinition() || !methodsNamed(*Class, "get_return_object").empty())
      return true;
    return llvm::any_of(Class->fields(), [&](const FieldDecl *Field) {
      const QualType Inner = Field->getType();
      return isHandle(Inner) || (Depth && Inner->isRecordType() && leadsToCoroutine(Inner, Depth - 1));
    });
  }

  /// An awaiter that does nothing is for coroutines that are resumed from outside, as generators and the
  /// first and last suspension of tasks are; it is lost only if a body awaits it.
  bool isMeantToStay(const CXXMethodDecl &Method, const BodyIndex &Body) const {
    // What it prints starts nothing.
    if (llvm::any_of(Body.calls(), [&](const Expr *Call) {
          const FunctionDecl *Callee = unit().calls().site(Call).Callee;
          return !Callee ||
                 (!isLogging(*Callee) && !isNamedBy(*Callee, {"print", "printf", "puts", "println"}));
        }))
      return false;
    // Whoever has the promise resumes it.
    if (llvm::any_of(Method.getParent()->fields(), [](const FieldDecl *Field) {
          return isHandle(Field->getType()) ||
                 (Field->getType()->isPointerType() && leadsToCoroutine(Field->getType()->getPointeeType()));
        }))
      return true;
    for (const Coroutine &C : unit().coroutines())
      for (const Suspension &At : C.Index->suspensions())
        if (const auto *Await = dyn_cast<CoawaitExpr>(At.E); Await && C.Async)
          if (const CXXMethodDecl *Called = suspendMethod(*Await);
              Called && Called->getCanonicalDecl() == Method.getCanonicalDecl())
            return false;
    return true;
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(dropped_handle, cotidy::DroppedHandle)
