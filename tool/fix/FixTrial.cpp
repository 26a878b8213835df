// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FixTrial.h"

#include "scan/Interrupt.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace cotidy {

namespace {

/// How often what is wrong occurs: lines move and statements change with a fix, functions stay.
using Wrongs = std::map<std::string, unsigned>;

Wrongs wrongsOf(const UnitResult &Unit) {
  Wrongs Result;
  for (const ScanFinding &F : Unit.Errors)
    ++Result["the error '" + F.Message + "' in " + sys::path::filename(F.At.File).str()];
  for (const ScanFinding &F : Unit.Findings)
    ++Result["a finding of " + F.Check + " in " +
             (F.Function.empty() ? sys::path::filename(F.At.File).str() : F.Function)];
  return Result;
}

/// What the unit has after and did not have before; empty if nothing.
std::string worse(const UnitResult &Before, const UnitResult &After) {
  if (isIncomplete(After.Status) && After.Status != UnitStatus::Errors && After.Status != Before.Status)
    return (name(After.Status) + ": " + After.Reason).str();
  Wrongs Had = wrongsOf(Before);
  for (const auto &[What, Times] : wrongsOf(After))
    if (Times > Had[What])
      return "it makes " + What;
  return {};
}

class Trial {
public:
  Trial(const FixPlan &Plan, Collection &Units, ArrayRef<UnitResult> Results)
      : Plan(Plan), Units(Units), Results(Results) {}

  TrialOutcome run() {
    TrialOutcome Outcome;
    sift(Plan.fixes(), Outcome);
    return Outcome;
  }

private:
  /// Why these fixes together are not good; empty if they are.
  std::string problem(ArrayRef<PlannedFix> Fixes) {
    FileTexts Texts = Plan.apply(Fixes);
    std::vector<size_t> Touched;
    for (size_t I = 0; I < Results.size(); ++I)
      if (any_of(Texts, [&](const auto &File) {
            return Results[I].File == File.first || is_contained(Results[I].Dependencies, File.first);
          }))
        Touched.push_back(I);
    std::vector<UnitResult> Before = Units.analyseAgain(Touched, nullptr);
    std::vector<UnitResult> After = Units.analyseAgain(Touched, &Texts);
    for (size_t I = 0; I < Touched.size(); ++I)
      if (std::string Why = worse(Before[I], After[I]); !Why.empty())
        return Why + (" (" + sys::path::filename(After[I].File) + ")").str();
    return {};
  }

  /// Halves what does not work until single fixes are left that are to blame.
  void sift(ArrayRef<PlannedFix> Fixes, TrialOutcome &Outcome) {
    if (Fixes.empty() || interruptedBy())
      return;
    std::string Why = problem(Fixes);
    if (Why.empty()) {
      Outcome.Good.insert(Outcome.Good.end(), Fixes.begin(), Fixes.end());
      return;
    }
    if (Fixes.size() == 1) {
      Outcome.Broken.push_back({Fixes.front(), Why});
      return;
    }
    TrialOutcome Parts;
    sift(Fixes.take_front(Fixes.size() / 2), Parts);
    sift(Fixes.drop_front(Fixes.size() / 2), Parts);
    Outcome.Broken.insert(Outcome.Broken.end(), Parts.Broken.begin(), Parts.Broken.end());
    // What is good by halves may not be so together.
    Why = problem(Parts.Good);
    if (Why.empty())
      Outcome.Good.insert(Outcome.Good.end(), Parts.Good.begin(), Parts.Good.end());
    else
      for (const PlannedFix &F : Parts.Good)
        Outcome.Broken.push_back({F, Why + ", together with other fixes"});
  }

  const FixPlan &Plan;
  Collection &Units;
  ArrayRef<UnitResult> Results;
};

} // namespace

TrialOutcome tryFixes(const FixPlan &Plan, Collection &Units, ArrayRef<UnitResult> Results) {
  return Trial(Plan, Units, Results).run();
}

} // namespace cotidy
