// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds awaitables that are made and then lost, and says what that does to their work.

#include "semantics/AwaitFix.h"
#include "semantics/AwaitedCalls.h"
#include "semantics/Consumption.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Drops.h"
#include "semantics/HeldAwaitables.h"
#include "semantics/Naming.h"
#include "semantics/ObservedWork.h"
#include "semantics/PartialLoss.h"
#include "semantics/Place.h"
#include "semantics/SwallowedResults.h"

using namespace clang;

namespace cotidy {
namespace {

class DiscardedAwaitable : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{
      "discarded-awaitable", "finds awaitables that are never awaited, started, joined, returned or stored",
      FixKind::Offered, Profile::Recommended, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const BodyIndex &Body = unit().body(F);
    const Consumption Consumed(unit(), Body);
    for (const Expr *Call : Body.calls())
      checkExpression(*Call, Body, Consumed);
    for (const Suspension &At : Body.suspensions())
      checkExpression(*At.E, Body, Consumed);
    for (const VarDecl *Var : Body.locals()) {
      checkVariable(*Var, Body, Consumed);
      if (const auto *Parts = dyn_cast<DecompositionDecl>(Var))
        for (const BindingDecl *Part : Parts->bindings())
          checkBinding(*Part, Body, Consumed);
    }
    for (const PartialLoss &Lost : partialLosses(unit(), Body, Consumed))
      checkPaths(Lost, Body);
    for (const Expr *Call : Body.calls())
      checkCallback(*Call, Body);
  }

private:
  static constexpr llvm::StringLiteral BehindHandler = " behind the handler";

  const bool AllowCastToVoid = option(
      "AllowCastToVoid", true, "a cast to void or std::ignore keeps awaitables that already run quiet");
  const std::vector<std::string> AllowedTypes =
      list("AllowedTypes", "", "qualified class names of awaitables that may be dropped");

  bool isLost(Loss How, const AwaitableInfo &Type, Drop WhenDropped, const BodyIndex &Body) const {
    if (How == Loss::None || WhenDropped == Drop::Harmless ||
        llvm::any_of(AllowedTypes,
                     [&](const std::string &Name) { return ModelSet::isNamed(*Type.Class, Name); }))
      return false;
    // Work that never begins is lost however deliberate the dropping looks, but in a test, which may ask no
    // more than whether the call compiles.
    return How == Loss::Dropped || !AllowCastToVoid ||
           (WhenDropped == Drop::NeverRuns && !unit().isTest(Body.function()));
  }

  /// `auto reader = read().start();` in a test: it ends when what the test drives does, and its failure shows
  /// in what the test looks at.
  bool isStartedByTest(const Expr *Made, const AwaitableInfo &Type, Drop WhenDropped,
                       const BodyIndex &Body) const {
    const CallSite *Site =
        Made && WhenDropped == Drop::RunsUnobserved ? unit().calls().siteOf(Made) : nullptr;
    if (!Site || !unit().isTest(Body.function()))
      return false;
    return Site->does(CallKind::Spawn) ||
           (Type.Kind == TypeKind::Future && Site->Object && isTask(unit(), Site->Object->getType()));
  }

  /// `while (true) { auto peer = co_await accept(); serve(peer); }`: the next peer is not to wait until this
  /// one is served.
  bool isForPeer(const Expr &Made, Drop WhenDropped, const BodyIndex &Body) const {
    const int Around = WhenDropped == Drop::RunsUnobserved ? Body.loopOf(&Made) : -1;
    if (Around < 0 || Body.loops()[Around].Range)
      return false;
    const auto Reaches = [&](const VarDecl *Var) {
      return llvm::any_of(Body.uses(*Var), [&](const DeclRefExpr *Use) { return Body.contains(&Made, Use); });
    };
    const auto Accepts = [&](const Suspension &At) {
      const CallSite *Awaited = unit().calls().operation(At.Operand);
      return At.Loop == Around && Awaited && hasWord(Awaited->Callee, {"accept"});
    };
    return llvm::any_of(Body.locals(), [&](const VarDecl *Var) {
      return Var->getInit() && Reaches(Var) && llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
               return Body.contains(Var->getInit(), At.E) && Accepts(At);
             });
    });
  }

  /// What to do with a dropped awaitable: neither a plain function nor a handler can await it.
  std::string remedy(const AwaitableInfo &Type, Drop WhenDropped, const Expr &Made,
                     const BodyIndex &Body) const {
    if ((Type.Kind == TypeKind::Future && !Type.ByProtocol) || isForPeer(Made, WhenDropped, Body))
      return "keep it";
    if (unit().coroutine(Body.function()))
      return Body.inHandler(&Made) ? ("await it" + BehindHandler).str() : "await it";
    return WhenDropped == Drop::NeverRuns ? "start it" : "keep it";
  }

  void checkExpression(const Expr &E, const BodyIndex &Body, const Consumption &Consumed) {
    const AwaitableInfo *Type = E.isPRValue() ? Consumed.mustConsume(E) : nullptr;
    if (!Type)
      return;
    const Drop WhenDropped = whenDropped(unit(), &E, *Type);
    if (!isLost(Consumed.of(E), *Type, WhenDropped, Body) || isStartedByTest(&E, *Type, WhenDropped, Body))
      return;
    const auto *Call = dyn_cast<CallExpr>(&E);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    const auto *Named = dyn_cast_or_null<NamedDecl>(Callee);
    std::string What = isa<CoroutineSuspendExpr>(E) ? "the awaitable that this await yields"
                       : Named && Callee->getDeclName().isIdentifier()
                           ? llvm::formatv("the awaitable returned by {0}", quoted(*Named)).str()
                           : "this awaitable";
    Finding Lost(E.getBeginLoc(),
                 llvm::formatv("{0} is dropped, so {1}; {2}", What, consequenceOf(WhenDropped),
                               remedy(*Type, WhenDropped, E, Body))
                     .str());
    Lost.Highlights.push_back(E.getSourceRange());
    if (std::optional<OfferedFix> Await =
            isForPeer(E, WhenDropped, Body) ? std::nullopt : awaitHere(unit(), Body, E))
      Lost.Offers.push_back(std::move(*Await));
    reportLoss(std::move(Lost), Body);
  }

  void checkVariable(const VarDecl &Var, const BodyIndex &Body, const Consumption &Consumed) {
    const AwaitableInfo *Type = heldAwaitable(unit(), Var.getType());
    if (!Type || (Var.getType()->isReferenceType() && !extendsTemporary(Var)))
      return;
    const Drop WhenDropped = whenDropped(unit(), Var.getInit(), *Type);
    bool Itself = unit().awaitables().info(Var.getType()) == Type;
    const CallSite *Made = Var.hasInit() ? unit().calls().siteOf(Var.getInit()) : nullptr;
    const bool Empty = !Var.hasInit() || (Made && isa<CXXConstructExpr>(Made->E) && Made->WrittenArgs == 0);
    if (!isScopeOfWork(unit(), Body, Var.getInit(), *Type, WhenDropped) &&
        isLost(Consumed.of(Var), *Type, WhenDropped, Body) && (!Itself || !Empty) &&
        !isStartedByTest(Var.getInit(), *Type, WhenDropped, Body) && !isObserved(unit(), Body, Var))
      reportName(Var, Var.getInit(), Itself, WhenDropped, Body);
  }

  // auto [a, b] = std::pair(f(), g());
  void checkBinding(const BindingDecl &Part, const BodyIndex &Body, const Consumption &Consumed) {
    const AwaitableInfo *Type = unit().awaitables().info(Part.getType());
    if (!Type || !Type->MustConsume || Part.getDecomposedDecl()->getType()->isReferenceType())
      return;
    const Drop End = endOf(unit(), *Type);
    const Expr *Made = cast<VarDecl>(Part.getDecomposedDecl())->getInit();
    if (!isScopeOfWork(unit(), Body, Made, *Type, End) && isLost(Consumed.of(Part), *Type, End, Body))
      reportName(Part, Made, true, End, Body);
  }

  void reportName(const NamedDecl &Name, const Expr *Made, bool Itself, Drop WhenDropped,
                  const BodyIndex &Body) {
    const StringRef Do = unit().coroutine(Body.function()) ? "await"
                         : WhenDropped == Drop::NeverRuns  ? "start"
                                                           : "wait for";
    const bool InHandler = Made && Body.inHandler(Made) && Do == "await";
    reportLoss(
        Finding(Name.getLocation(),
                llvm::formatv(Itself ? "{0} is never awaited, so {1}; {2} it{3}"
                                     : "nothing in {0} is ever awaited; for each, {1}; {2} them{3}",
                              quoted(Name), consequenceOf(WhenDropped), Do, InHandler ? BehindHandler : "")
                    .str()),
        Body);
  }

  void reportLoss(Finding Lost, const BodyIndex &Body) {
    if (!Consumption(unit(), Body).isExpectedToFail(Lost.Loc))
      report(std::move(Lost), Body.function());
  }

  void checkPaths(const PartialLoss &Lost, const BodyIndex &Body) {
    const AwaitableInfo &Type = *unit().awaitables().info(Lost.Var->getType());
    const Drop WhenDropped = whenDropped(unit(), Lost.Var->getInit(), Type);
    if (!isScopeOfWork(unit(), Body, Lost.Var->getInit(), Type, WhenDropped) &&
        isLost(Loss::Dropped, Type, WhenDropped, Body))
      reportLoss(findingOf(Lost, /*Itself=*/true, WhenDropped), Body);
  }

  void checkCallback(const Expr &Call, const BodyIndex &Body) {
    const std::optional<SwallowedResult> Swallowed = swallowedResult(unit(), Call);
    if (Swallowed && isLost(Loss::Dropped, *Swallowed->Type, endOf(unit(), *Swallowed->Type), Body))
      reportLoss(findingOf(unit(), *Swallowed), Body);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(discarded_awaitable, cotidy::DiscardedAwaitable)
