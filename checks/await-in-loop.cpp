// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds loops that await one call after another though nothing makes a later one wait for an earlier one.

#include "semantics/CallSummaries.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/LoopBounds.h"
#include "semantics/LoopFixes.h"
#include "semantics/LoopIndependence.h"
#include "semantics/TemplateArguments.h"
#include "semantics/WrittenText.h"

#include "clang/AST/QualTypeNames.h"

using namespace clang;

namespace cotidy {
namespace {

class AwaitInLoop : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{
      "await-in-loop", "finds independent calls that a loop awaits one after another", FixKind::Offered};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (unsigned Loop = 0; Loop != C.Index->loops().size(); ++Loop) {
      LoopVerdict Verdict = judgeLoop(unit(), C, Loop, Confidence == "low");
      if (Verdict.isIndependent())
        reportLoop(C, C.Index->loops()[Loop], Verdict);
      else if (ExplainQuiet && !Verdict.Awaits.empty())
        report(Finding(Verdict.Awaits.front()->loc(), "kept sequential: " + Verdict.Text), *C.Decl);
    }
  }

private:
  void reportLoop(const Coroutine &C, const LoopInfo &Loop, const LoopVerdict &Verdict) {
    const Suspension &First = *Verdict.Awaits.front();
    // Of one that a loop within it repeats, there are more than its own rounds.
    const bool IsOwn = &C.Index->loops()[First.Loop] == &Loop;
    std::optional<uint64_t> Trips = constantTrips(Loop, *C.Index, unit().ast());
    if (Trips && !IsOwn) // nearly all of them are in a row because of that loop, which is judged by itself
      return;
    const std::string Count = Trips ? std::to_string(*Trips) : "N";
    const bool Few = Trips && *Trips <= MaxInFlight;
    Finding F(First.loc(), "the " + (Trips ? Count + " " : "") + "awaits of " + Verdict.Name +
                               " run one after another: latency is their sum, " + Count + " x L instead of " +
                               (Few ? "L; await them together"
                                    : "ceil(" + Count +
                                          "/c) x L with c at a time; await them together, a bounded "
                                          "number at once"));
    F.note(Verdict.At, Verdict.Text);
    for (const Suspension *Next : llvm::drop_begin(Verdict.Awaits))
      F.note(Next->loc(), "this await is a further step of the same iteration");
    if (std::optional<OfferedFix> Fix = fix(C, Loop, Verdict))
      F.Offers.push_back(std::move(*Fix));
    if (session().isPartOfProgram())
      F.Question = question(C, Verdict);
    report(std::move(F), *C.Decl);
  }

  /// Another unit may know that the one function which the loop awaits waits for nothing.
  std::optional<unsigned> question(const Coroutine &C, const LoopVerdict &Verdict) {
    const FunctionDecl *To = Verdict.Call->isModelled() ? nullptr : Verdict.Call->Callee;
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(To);
    const bool Dispatched = Method && Method->isVirtual() && !Method->hasAttr<FinalAttr>();
    if (!To || (To->isDefined() && !Dispatched) || llvm::any_of(Verdict.Awaits, [&](const Suspension *At) {
          const CallSite *Site = unit().calls().operation(At->Operand);
          return !Site || Site->Callee != To;
        }))
      return std::nullopt;
    return session().facts<CallSummaries>().ask(WaitingQuestion{C.Decl, To, Dispatched});
  }

  /// A join in place of a range-for that does nothing but await one call, or add its result to a container.
  std::optional<OfferedFix> fix(const Coroutine &C, const LoopInfo &Loop, const LoopVerdict &Verdict) {
    const Suspension &Await = *Verdict.Awaits.front();
    const AwaitableInfo *Info = unit().awaitables().info(Await.Operand->getType());
    if (Verdict.Awaits.size() != 1 || !Info || !Info->Model)
      return std::nullopt;
    const auto *Block = dyn_cast<CompoundStmt>(Loop.Body);
    if (Block && Block->size() != 1)
      return std::nullopt;
    const Stmt *Only = Block ? Block->body_front() : Loop.Body;

    FixRequest Request{FixFor::BoundedJoin,     Info->Model->Library, Info->Class, C.Index, Loop.S,
                       Await.Operand->getType()};
    Request.Constant = std::to_string(MaxInFlight);
    const auto *Push = dyn_cast_or_null<CXXMemberCallExpr>(strip(dyn_cast<Expr>(Only)));
    if (C.Index->isDiscarded(Await.E) && C.Index->statementOf(Await.E) == Only) {
      if (!copyBody(Loop, Request))
        return std::nullopt;
    } else if (Push && addsResult(*Push, Await)) {
      Request.Collects = true;
      if (!Request.copy("results", Push->getImplicitObjectArgument()->getSourceRange(), unit()))
        return std::nullopt;
      Request.Pieces.push_back({"value", valueOf(Await), {}});
    } else {
      return std::nullopt;
    }
    if (!copyLoop(Request, Loop, *Await.Operand, unit()))
      return std::nullopt;
    return render(unit(), Request);
  }

  /// The type of what \p Await gives, by the name that the call's own type has for it.
  std::string valueOf(const Suspension &Await) const {
    const ASTContext &AST = unit().ast();
    const QualType Value = Await.E->getType().getNonReferenceType().getUnqualifiedType();
    const QualType Written = firstWrittenArgument(Await.Operand->getType());
    const bool IsIt = !Written.isNull() && AST.hasSameType(Written, Value);
    return TypeName::getFullyQualifiedName(IsIt ? Written : Value, AST, AST.getPrintingPolicy());
  }

  /// What stands between the braces, or the one statement.
  bool copyBody(const LoopInfo &Loop, FixRequest &Request) {
    SourceRange Range(Loop.Body->getBeginLoc(), statementRange(*Loop.Body, unit().ast()).getEnd());
    StringRef Text = writtenText(Range, unit().ast());
    if (Text.consume_front("{"))
      Text.consume_back("}");
    Request.Pieces.push_back({"body", Text.trim().str(), Range});
    return !Text.empty();
  }

  /// `results.push_back(co_await call)`.
  static bool addsResult(const CXXMemberCallExpr &Call, const Suspension &Await) {
    const CXXMethodDecl *Method = Call.getMethodDecl();
    return Method && Method->getDeclName().isIdentifier() && Method->getName() == "push_back" &&
           Call.getNumArgs() == 1 && strip(Call.getArg(0)) == Await.E;
  }

  const std::string Confidence =
      option("Confidence", "high", "'low' also reports effects on one object whose order may matter");
  const unsigned MaxInFlight = option("MaxInFlight", 16u, "how many calls the offered fix lets run at once");
  const bool ExplainQuiet =
      option("ExplainQuiet", false, "reports for every other loop with awaits why it is kept sequential");
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(await_in_loop, cotidy::AwaitInLoop)
