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
    if (!Body || !llvm::all_of(Body->body(), [](const Stmt *S) { return isEmpty(*S) || onlyStores(*S); }))
      return;
    const bool Stores = !llvm::all_of(Body->body(), [](const Stmt *S) { return isEmpty(*S); });
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
