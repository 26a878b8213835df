// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds awaitables where their value was meant, and those of one use that are awaited again.

#include "semantics/AwaitFix.h"
#include "semantics/AwaitedAgain.h"
#include "semantics/Consumption.h"
#include "semantics/Conversions.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Drops.h"
#include "semantics/Naming.h"
#include "semantics/SwallowedResults.h"
#include "semantics/TaskOrder.h"

using namespace clang;

namespace cotidy {
namespace {

/// What a comparison, or a write into a stream, does with a task instead of with its value.
StringRef usedBy(const CXXOperatorCallExpr &Operator) {
  if (Operator.isComparisonOp())
    return "this compares tasks";
  return Operator.getOperator() == OO_LessLess ? "this writes a task" : "";
}

class MisusedAwaitable : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{
      "misused-awaitable",
      "finds awaitables where their value was meant, and awaitables of one use that are awaited again",
      FixKind::Offered, Profile::Recommended, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const BodyIndex &Body = unit().body(F);
    for (const Expr *E : Body.calls())
      if (const auto *Call = dyn_cast<CallExpr>(E))
        checkCall(*Call, Body);
    // What is lost on the way is the other check's, if that is there to say so.
    if (!session().tidy().isCheckEnabled("async-discarded-awaitable"))
      checkLosses(Body);
    for (const VarDecl *Var : Body.locals())
      if (ordersTasks(unit(), Var->getType()))
        reportMisuse(
            Finding(
                Var->getLocation(),
                llvm::formatv("{0} orders tasks, not what they give; await them first", quoted(*Var)).str()),
            Body);
    for (const AwaitedAgain &Again : awaitedAgain(unit(), Body))
      reportMisuse(
          Finding(Again.At->loc(),
                  llvm::formatv("{0} is awaited here although it was used up before, so it holds nothing "
                                "to wait for; keep the result of the first await, or make a new one",
                                quoted(*Again.Var))
                      .str())
              .note(Again.Before->getBeginLoc(),
                    Again.Before->getBeginLoc() == Again.At->loc() || Body.contains(Again.At->E, Again.Before)
                        ? "used up here, in an earlier iteration"
                        : "used up here"),
          Body);
  }

private:
  void reportMisuse(Finding Misused, const BodyIndex &Body) {
    if (!Consumption(unit(), Body).isExpectedToFail(Misused.Loc))
      report(std::move(Misused), Body.function());
  }

  void checkCall(const CallExpr &Call, const BodyIndex &Body) {
    const CallSite &Site = unit().calls().site(&Call);
    if (const auto *Conversion = dyn_cast_or_null<CXXConversionDecl>(Site.Callee)) {
      const QualType To = Conversion->getConversionType();
      if (Site.Object && (To->isArithmeticType() || To->isPointerType()))
        checkValue(*Site.Object, Body,
                   To->isBooleanType() ? "this asks whether there is a task" : "this converts a task");
    } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call)) {
      const StringRef Uses = usedBy(*Operator);
      if (!Uses.empty() && !unit().awaitables().info(Call.getType()))
        for (const Expr *Argument : Operator->arguments())
          if (checkValue(*strip(Argument), Body, Uses))
            break;
    } else if (Site.Callee && isLogging(*Site.Callee) && !unit().awaitables().info(Call.getType())) {
      for (const Expr *Argument : Site.Args)
        checkValue(*Argument, Body, "this logs a task");
    } else if (comparesTasks(unit(), Site)) {
      reportMisuse(Finding(Call.getBeginLoc(), "this compares tasks, not what they give; await them first"),
                   Body);
    }
  }

  /// A call whose result is used as if it were the value, there or through the variable of a condition.
  bool checkValue(const Expr &Value, const BodyIndex &Body, StringRef Use) {
    const auto *Call = dyn_cast<CallExpr>(&Value);
    const auto *Ref = dyn_cast<DeclRefExpr>(&Value);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (Var && isOnlyAsked(*Var, Body))
      Call = dyn_cast_or_null<CallExpr>(strip(Var->getInit()));
    const AwaitableInfo *Type =
        Call && Call->isPRValue() ? unit().awaitables().info(Call->getType()) : nullptr;
    if (!Type || !Type->MustConsume || Type->Kind == TypeKind::Monadic || convertsToValue(*Type->Class) ||
        (Type->Kind == TypeKind::Awaitable && convertsToResult(*Type->Class)))
      return false;
    const FunctionDecl *Made = Call->getDirectCallee();
    Finding Misused(Call->getBeginLoc(),
                    llvm::formatv("{0}, not what {1} gives; await it", Use,
                                  Made && Made->getDeclName().isIdentifier() ? quoted(*Made) : "it")
                        .str());
    const QualType Gives = customaryValue(*Call);
    std::optional<OfferedFix> Await;
    if (!Gives.isNull() && Gives->isArithmeticType() && (!Var || Var->getType()->getContainedAutoType()))
      Await = awaitHere(unit(), Body, *Call);
    if (Await)
      Misused.Offers.push_back(std::move(*Await));
    reportMisuse(std::move(Misused), Body);
    return true;
  }

  void checkLosses(const BodyIndex &Body) {
    const Consumption Consumed(unit(), Body);
    for (const Expr *Call : Body.calls())
      checkCallback(*Call, Body);
    for (const Suspension &At : Body.suspensions())
      checkResult(*At.E, Body, Consumed);
  }

  /// `co_await prepare();` whose result is a task in turn.
  void checkResult(const Expr &Await, const BodyIndex &Body, const Consumption &Consumed) {
    const AwaitableInfo *Type = Await.isPRValue() ? Consumed.mustConsume(Await) : nullptr;
    const Loss How = Type && Type->WhenDropped != Drop::Harmless ? Consumed.of(Await) : Loss::None;
    if (How == Loss::Dropped || (How == Loss::Ignored && Type->WhenDropped == Drop::NeverRuns))
      reportMisuse(Finding(Await.getBeginLoc(),
                           llvm::formatv("the awaitable that this await yields is dropped, so {0}; await it",
                                         consequenceOf(endOf(unit(), *Type)))
                               .str()),
                   Body);
  }

  /// `std::function<void()> f = []() -> task<> { ... };`, `std::thread([]() -> task<> { ... });`
  void checkCallback(const Expr &Call, const BodyIndex &Body) {
    const std::optional<SwallowedResult> Swallowed = swallowedResult(unit(), Call);
    if (Swallowed && Swallowed->Type->WhenDropped != Drop::Harmless)
      reportMisuse(findingOf(unit(), *Swallowed), Body);
  }

  /// `auto saved = save(); if (saved)`, and nothing awaits it.
  static bool isOnlyAsked(const VarDecl &Var, const BodyIndex &Body) {
    return Var.isLocalVarDecl() && Var.hasInit() && Body.uses(Var).size() == 1;
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(misused_awaitable, cotidy::MisusedAwaitable)
