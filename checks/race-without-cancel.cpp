// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds races whose losers go on, and timeouts that only stop waiting: connections and memory stay with work
// whose result nobody takes.

#include "semantics/AwaitedCalls.h"
#include "semantics/Consumption.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/OwnRaces.h"
#include "semantics/Place.h"
#include "semantics/StopTokens.h"

using namespace clang;

namespace cotidy {
namespace {

class RaceWithoutCancel : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"race-without-cancel",
                                  "finds races and timeouts that leave the slower work running",
                                  FixKind::None, Profile::Strict, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    if (unit().isTest(F))
      return;
    if (const Coroutine *C = ReportTimeouts ? unit().coroutine(F) : nullptr)
      checkByHand(*C);
    const BodyIndex &Body = unit().body(F);
    const Consumption Consumed(unit(), Body);
    for (const Expr *E : Body.calls()) {
      const CallSite &Site = unit().calls().site(E);
      const FunctionModel *Race = Site.does(CallKind::Race);
      const FunctionModel *Ends = Race ? Race : Site.does(CallKind::Timeout);
      if (!Ends || Ends->RaceLosers != Losers::RunOn || isStopped(*E, Body) || goesOnWithRest(*E, Body) ||
          Consumed.isExpectedToFail(E->getBeginLoc()))
        continue;
      const std::string What = Site.named() ? quoted(*Site.named()) : "this";
      Finding Left(
          E->getBeginLoc(),
          llvm::formatv(Race ? "{0} ends with the first operand and leaves the others running, with "
                               "their connections and nobody to see their errors; stop the losers"
                             : "{0} ends the wait and not the work, which goes on with its connection "
                               "and nobody to see its error; stop it as well",
                        What)
              .str());
      if (!Ends->Note.empty())
        Left.note(E->getBeginLoc(), Ends->Note);
      report(std::move(Left), F);
    }
  }

private:
  const bool ReportTimeouts = option("ReportTimeouts", true, "also timeouts that leave the work running");

  void checkByHand(const Coroutine &C) {
    if (const std::optional<OwnRace> Race = ownRace(unit(), C))
      report(Finding(Race->Wait->getExprLoc(),
                     "the time that ends this wait does not end the work, which goes on with its connection "
                     "and nobody to see its error; stop it as well")
                 .note(Race->Work->getBeginLoc(), "the work is started here, beside its timer"),
             *C.Decl);
  }

  /// tasks = std::move(first.rest);
  bool keepsTasks(const DeclRefExpr &Use, const BodyIndex &Body) {
    const auto *Rest = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(&Use));
    const auto *Moved = Rest && holdsTasks(unit(), Rest->getType())
                            ? dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Rest))
                            : nullptr;
    return Moved && !isa<CXXOperatorCallExpr>(Moved) && withoutMove(Moved) != Moved &&
           !Body.isDiscarded(Moved);
  }

  /// auto first = co_await when_any(...); co_await first.rest[0]; of a library that hands the losers back.
  bool goesOnWithRest(const Expr &Race, const BodyIndex &Body) {
    for (const VarDecl *Var : Body.locals()) {
      const CXXRecordDecl *Class = classOf(Var->getType());
      if (!Var->hasInit() || !Body.contains(Var->getInit(), &Race) || !Class || Class->isInStdNamespace())
        continue;
      SmallVector<const ValueDecl *, 4> Names{Var};
      if (const auto *Parts = dyn_cast<DecompositionDecl>(Var))
        Names.append(Parts->bindings().begin(), Parts->bindings().end());
      for (const ValueDecl *Name : Names)
        for (const DeclRefExpr *Use : Body.uses(*Name))
          if (Body.enclosing<CoroutineSuspendExpr>(Use) || Body.enclosing<CXXForRangeStmt>(Use) ||
              keepsTasks(*Use, Body))
            return true;
    }
    return false;
  }

  bool isStopKind(QualType T) {
    const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
    return isStopToken(unit(), T) || (Class && unit().awaitables().model(*Class, TypeKind::StopSource));
  }

  /// Whether \p Site is called on something that stops others; not on this object, which does more than that.
  bool isOnStopKind(const CallSite &Site) {
    return Site.Object && Site.ObjectClass && isStopKind(Site.Object->getType());
  }

  /// Whether something that stops the losers is in sight: an operand is given a token, or after the race
  /// something is cancelled.
  bool isStopped(const Expr &Race, const BodyIndex &Body) {
    if (!ReportTimeouts && !unit().calls().site(&Race).does(CallKind::Race))
      return true;
    return llvm::any_of(Body.calls(), [&](const Expr *E) {
      const CallSite &Site = unit().calls().site(E);
      if (Body.isBefore(&Race, E) && !Body.contains(&Race, E) &&
          (Site.does(CallKind::Cancel) || isOnStopKind(Site)))
        return true;
      return Body.isBefore(E, &Race) || Body.contains(&Race, E)
                 ? llvm::any_of(Site.Args, [&](const Expr *Arg) { return isStopKind(Arg->getType()); })
                 : false;
    });
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(race_without_cancel, cotidy::RaceWithoutCancel)
