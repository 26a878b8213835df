// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds promise types that forget the exception which ended their coroutine: whoever awaits it is told that
// all went well.

#include "semantics/CoroutineCheck.h"
#include "semantics/Failures.h"

using namespace clang;

namespace cotidy {
namespace {

bool isEmpty(const Stmt &S) {
  return isa<NullStmt>(S) || (isa<ReturnStmt>(S) && !cast<ReturnStmt>(S).getRetValue());
}

/// `failed = true;`, `value.reset();`: a value in place of the exception. What may look at the exception, or
/// tell of it, is a call of anything else than of a library's value.
bool onlyStores(const Stmt &S) {
  const auto *E = dyn_cast<Expr>(&S);
  E = E ? strip(E) : nullptr;
  if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(E))
    return Assign->isAssignmentOp() && isPlainValue(Assign->getRHS());
  if (const auto *Step = dyn_cast_or_null<UnaryOperator>(E))
    return Step->isIncrementDecrementOp();
  const auto *Call = dyn_cast_or_null<CallExpr>(E);
  const auto *Method = Call ? dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee()) : nullptr;
  if (!Method || !(Method->isOverloadedOperator() || Method->getParent()->isInStdNamespace()))
    return false;
  // The object of an operator is its first argument.
  const bool IsOperator = isa<CXXOperatorCallExpr>(Call);
  return (!IsOperator || cast<CXXOperatorCallExpr>(Call)->isAssignmentOp()) &&
         llvm::all_of(llvm::drop_begin(Call->arguments(), IsOperator),
                      [](const Expr *Value) { return isPlainValue(Value); });
}

bool forgets(const CompoundStmt &Block);

/// `try { throw; } catch (...) {}`, whose handlers forget what they catch, the last of them all else.
bool forgets(const CXXTryStmt &Try) {
  const CompoundStmt &Tried = *Try.getTryBlock();
  const auto *Rethrow = Tried.size() == 1 ? dyn_cast<CXXThrowExpr>(Tried.body_front()) : nullptr;
  if (!Rethrow || Rethrow->getSubExpr() || Try.getHandler(Try.getNumHandlers() - 1)->getExceptionDecl())
    return false;
  for (unsigned I = 0; I != Try.getNumHandlers(); ++I)
    if (!forgets(*cast<CompoundStmt>(Try.getHandler(I)->getHandlerBlock())))
      return false;
  return true;
}

/// Whether nothing of the exception is left after \p Block, but perhaps a value.
bool forgets(const CompoundStmt &Block) {
  return llvm::all_of(Block.body(), [](const Stmt *S) {
    const auto *Try = dyn_cast<CXXTryStmt>(S);
    return isEmpty(*S) || onlyStores(*S) || (Try && forgets(*Try));
  });
}

class EmptyUnhandledException : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"empty-unhandled-exception",
                                  "finds promise types that swallow the exception of their coroutine",
                                  FixKind::None, Profile::LibraryAuthors, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    if (!Method || !Method->getDeclName().isIdentifier() || Method->getName() != "unhandled_exception" ||
        !unit().ast().getLangOpts().CXXExceptions)
      return;
    const auto *Body = dyn_cast<CompoundStmt>(F.getBody());
    if (!Body || !forgets(*Body))
      return;
    const bool Stores = llvm::any_of(Body->body(), [](const Stmt *S) { return onlyStores(*S); });
    report(Finding(Method->getLocation(),
                   Stores ? "'unhandled_exception' keeps a value in place of the exception, so nobody learns "
                            "why the coroutine failed; keep std::current_exception() and rethrow it in "
                            "await_resume, or terminate"
                          : "'unhandled_exception' forgets the exception, so a coroutine that fails looks "
                            "like one that succeeded; keep std::current_exception() and rethrow it in "
                            "await_resume, or terminate"),
           F);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(empty_unhandled_exception, cotidy::EmptyUnhandledException)
