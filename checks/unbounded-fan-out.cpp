// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds tasks that are started for each element of a range with nothing to limit how many run at once.

#include "semantics/CoroutineCheck.h"
#include "semantics/LoopFixes.h"

using namespace clang;

namespace cotidy {
namespace {

class UnboundedFanOut : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{
      "unbounded-fan-out", "finds tasks started for every element of a range with no limit on how many run",
      FixKind::Offered};

  void checkFunction(const FunctionDecl &F) override {
    if (F.isMain() || unit().isTest(F) || isCombinator(F))
      return;
    for (const FanOut &Found : findFanOut(unit(), unit().body(F), MaxSize))
      if (!Found.Arrivals || ReportAcceptLoops)
        reportFanOut(Found, F);
  }

private:
  /// An awaiter, or a join by itself, starts what it was given: the bound is up to whoever gives it.
  bool isCombinator(const FunctionDecl &F) const {
    if (llvm::any_of(unit().models().functions(F), [](const FunctionModel *M) {
          return M->Does == CallKind::Join || M->Does == CallKind::BoundedJoin || M->Does == CallKind::Spawn;
        }))
      return true;
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    return Method && !methodsNamed(*Method->getParent(), "await_suspend").empty();
  }

  static std::string textOf(const FanOut &Found) {
    if (Found.Arrivals)
      return "a task is started for each arrival with no limit on how many are in flight: under load memory "
             "and "
             "the load on what they call grow without bound; wait for room before each start";
    if (Found.Count)
      return llvm::formatv(
                 "{0} tasks are in flight at once, and what they call has the load of all of them; let "
                 "only a bounded number run at a time",
                 *Found.Count)
          .str();
    return "a task is in flight for " + Found.Over +
           " at once: memory and the load on what they call grow with N; let only a bounded number run at a "
           "time";
  }

  void reportFanOut(const FanOut &Found, const FunctionDecl &F) {
    // Of a chain over several lines, where it begins.
    const SourceManager &Sources = unit().ast().getSourceManager();
    SourceLocation At = Found.At->getExprLoc();
    if (Sources.getExpansionLineNumber(At) != Sources.getExpansionLineNumber(Found.At->getBeginLoc()))
      At = Found.At->getBeginLoc();
    Finding Report(At, textOf(Found));
    if (Found.MadeAt.isValid())
      Report.note(Found.MadeAt, "the tasks are made here, one for each element");
    Report.note(At, "a bound that suffices is throughput x latency of what is called: 200/s x 80 ms = 16");
    if (const Coroutine *C = unit().coroutine(F))
      if (std::optional<OfferedFix> Fix = boundFanOut(unit(), *C, Found, MaxInFlight))
        Report.Offers.push_back(std::move(*Fix));
    report(std::move(Report), F);
  }

  const unsigned MaxSize =
      option("MaxSize", 16u, "ranges known to have at most so many elements need no limit");
  const unsigned MaxInFlight = option("MaxInFlight", 16u, "how many tasks the offered fix lets run at once");
  const bool ReportAcceptLoops =
      option("ReportAcceptLoops", false, "also reports a task started for each connection, message or event");
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(unbounded_fan_out, cotidy::UnboundedFanOut)
