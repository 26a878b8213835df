// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds functions that promise a task and are no coroutine: without co_await, co_yield or co_return the body
// is plain code, and what the caller awaits is empty.

#include "semantics/CoroutineCheck.h"
#include "semantics/EmptyTasks.h"
#include "semantics/Paths.h"
#include "semantics/WrittenText.h"

using namespace clang;

namespace cotidy {
namespace {

/// A value made from nothing: `{}`, `task<>()`.
bool isEmptyValue(const Expr *E) {
  E = E ? strip(E) : nullptr;
  if (const auto *List = dyn_cast_or_null<InitListExpr>(E))
    return (List->isSemanticForm() && List->getSyntacticForm() ? List->getSyntacticForm() : List)
               ->getNumInits() == 0;
  if (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(E))
    return Construct->getConstructor()->isDefaultConstructor();
  return E && isa<CXXScalarValueInitExpr>(E);
}

class MissingCoKeyword : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{
      "missing-co-keyword", "finds functions that return a task type, are no coroutine and make no task",
      FixKind::None, Profile::Recommended, Instantiations::Every};

  void checkFunction(const FunctionDecl &F) override {
    const AwaitableInfo *Type = unit().awaitables().info(F.getReturnType());
    if (!Type || Type->Kind != TypeKind::Task || F.getReturnType()->isReferenceType() ||
        unit().coroutine(F) || !unit().awaitables().promiseOf(*Type->Class) || isa<CXXConstructorDecl>(F))
      return;
    // The type's own code makes empty tasks where it means to.
    if (const auto *Method = dyn_cast<CXXMethodDecl>(&F);
        Method && unit().awaitables().promiseOf(*Type->Class) == Method->getParent())
      return;
    bool Empty = false;
    for (const Stmt *S : unit().body(F).nodes())
      if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
        if (!isEmptyValue(Return->getRetValue()))
          return;
        Empty = true;
      }
    if (Empty ? isTaskWhenEmpty(unit(), *Type)
              : !endsWithout(F, unit().ast(), [](const Stmt &S) { return isa<ReturnStmt, CXXThrowExpr>(S); }))
      return;
    SmallVector<SourceRange, 4> Lambdas;
    for (const LambdaInfo &Lambda : unit().body(F).lambdas())
      Lambdas.push_back(Lambda.E->getSourceRange());
    if (writesCoKeyword(F.getBody()->getSourceRange(), Lambdas, unit().ast()))
      return;
    report(
        Finding(F.getLocation(),
                llvm::formatv("{0} is no coroutine, for it has none of co_await, co_yield and co_return, so "
                              "its body runs at the call and {1}; end it with co_return",
                              quoted(F),
                              Empty ? "its caller awaits an empty task"
                                    : "it returns no task at all, which is undefined")
                    .str()),
        F);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(missing_co_keyword, cotidy::MissingCoKeyword)
