// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds errors that are given as values and never looked at: after as_tuple or redirect_error nothing throws,
// so a failed operation looks like one that did nothing.

#include "semantics/Callers.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Errors.h"
#include "semantics/Naming.h"
#include "semantics/OverwrittenErrors.h"

using namespace clang;

namespace cotidy {
namespace {

class IgnoredErrorCode : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"ignored-error-code",
                                  "finds errors of asynchronous operations that are given as values and "
                                  "never looked at",
                                  FixKind::None, Profile::Recommended, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    // A test looks at the outcome it is about, and drains the rest.
    if (session().facts<Callers>().isForTests(F))
      return;
    const BodyIndex &Body = unit().body(F);
    for (const Suspension &At : Body.suspensions())
      if (!At.isYield())
        checkAwait(At, Body);
    for (const OverwrittenError &Lost : overwrittenErrors(unit(), Body))
      checkOverwritten(Lost, Body);
    for (const LambdaInfo &Lambda : Body.lambdas())
      if (Lambda.Use == LambdaUse::Argument)
        checkCallback(Lambda, Body);
  }

private:
  const std::vector<std::string> IgnoredCallees =
      list("IgnoredCallees", "", "qualified names of operations whose errors do not matter");

  void checkAwait(const Suspension &At, const BodyIndex &Body) {
    const CallSite *Site = unit().calls().operation(At.Operand);
    if (!Site || !isa<CallExpr>(Site->E) || !mattersIfFails(*Site))
      return;
    if (const VarDecl *Code = redirectedTo(unit(), *Site); Code && !isRead(Body, *Code))
      return reportName(*Code, At, Body);
    if (const ValueDecl *Part = unreadPart(unit(), Body, At))
      return reportName(*Part, At, Body);
    if (Body.isDiscarded(At.E) && !isCastToVoid(Body, *At.E) && holdsError(unit(), At.E->getType()) &&
        !isEndedNext(unit(), Body, At) && !isLastWord(unit(), Body, At))
      report(Finding(At.E->getBeginLoc(),
                     llvm::formatv("the error that {0} gives as a value is dropped with the rest of its "
                                   "result, so a failure passes for a success; look at it",
                                   quoted(*Site->named()))
                         .str()),
             Body.function());
  }

  void checkOverwritten(const OverwrittenError &Lost, const BodyIndex &Body) {
    const CallSite &Operation = *Lost.Lost.Operation, &By = *Lost.By.Operation;
    // What fails shows in the result, where that is tested; and what is ended next has nothing left to lose.
    if (!mattersIfFails(Operation) || !By.named() || isIgnoredByName(*Lost.Code) ||
        (endsSomething(By) && !By.does(CallKind::Sleep)) || isResultTested(Body, *Lost.Lost.At))
      return;
    report(Finding(Lost.Lost.At->E->getBeginLoc(),
                   llvm::formatv("the error of {0} in {1} is overwritten by {2} before anything looks at it, "
                                 "so a failure passes for a success; {3}",
                                 quoted(*Operation.named()), quoted(*Lost.Code), quoted(*By.named()),
                                 Lost.Lost.At == Lost.By.At ? "give each a variable of its own"
                                                            : "look at it before")
                       .str())
               .note(By.E->getExprLoc(), "overwritten here"),
           Body.function());
  }

  /// Of a lambda that is called on the spot nothing is known but its type.
  bool mattersIfFails(const CallSite &Site) const {
    return Site.named() && Site.named()->getDeclName().isIdentifier() && !endsSomething(Site) &&
           !isOneOf(Site.Callee, IgnoredCallees);
  }

  void reportName(const ValueDecl &Name, const Suspension &At, const BodyIndex &Body) {
    if (!isIgnoredByName(Name))
      report(Finding(Name.getLocation(),
                     llvm::formatv(
                         "{0}{1} is never looked at, and nothing throws instead, so a failure of {2} "
                         "passes for a success; test it",
                         unit().awaitables().model(Name.getType(), TypeKind::Error) ? "" : "the error in ",
                         quoted(Name), quoted(*unit().calls().operation(At.Operand)->named()))
                         .str())
                 .note(At.loc(), "the operation fails here"),
             Body.function());
  }

  /// [&](std::error_code, std::size_t n) { promise.set_value(n); }
  void checkCallback(const LambdaInfo &Lambda, const BodyIndex &Body) {
    const CXXMethodDecl *Callback = Lambda.E->getCallOperator();
    if (!Callback || Callback->getNumParams() == 0)
      return;
    const ParmVarDecl &First = *Callback->getParamDecl(0);
    const CallSite *Taker = Lambda.Call ? &unit().calls().site(Lambda.Call) : nullptr;
    if (!unit().awaitables().model(First.getType(), TypeKind::Error) || isIgnoredByName(First) ||
        (Taker && (Taker->does(CallKind::Detach) || Taker->does(CallKind::Sleep) || endsSomething(*Taker))))
      return;
    const BodyIndex &Inner = unit().body(*Callback);
    const Expr *Goes = Inner.uses(First).empty() ? settlesIn(unit(), Inner) : nullptr;
    if (Goes)
      report(Finding(First.getLocation(),
                     "this callback does not look at its error and lets whoever waits go on, so a failure "
                     "passes for a success; hand the error on")
                 .note(Goes->getBeginLoc(), "whoever waits goes on here"),
             Body.function());
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(ignored_error_code, cotidy::IgnoredErrorCode)
