// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Conclusion.h"

#include "scan/Interrupt.h"

#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace cotidy {

namespace {

std::string count(size_t Number, StringRef What) {
  return formatv("{0} {1}{2}", Number, What, Number == 1 ? "" : "s");
}

std::string describe(const ScanSummary &Summary) {
  std::string Text = (Summary.hasBaseline() ? count(Summary.newFindings(), "new finding")
                                            : count(Summary.findings(), "finding")) +
                     " in " + count(Summary.units(), "unit");
  size_t Modules = Summary.unitsWith(UnitStatus::Modules), Cut = Summary.unitsWith(UnitStatus::Interrupted);
  if (size_t Incomplete = Summary.incomplete() - Modules - Cut)
    Text += formatv(", {0} of them not fully analysed", Incomplete);
  if (Modules)
    Text += formatv(", {0} not analysed: modules", Modules);
  if (Cut)
    Text += formatv(", {0} not analysed: interrupted", Cut);
  if (size_t Skipped = Summary.unitsWith(UnitStatus::Skipped))
    Text += formatv(", {0} not C++", Skipped);
  if (size_t Without = Summary.unitsWith(UnitStatus::NoCoroutines))
    Text += formatv(", {0} without coroutines", Without);
  if (Summary.cached())
    Text += formatv(", {0} from the cache", Summary.cached());
  if (Summary.unchanged())
    Text += formatv("; {0} more in the baseline", Summary.unchanged());
  size_t Fixed = 0;
  for (const BaselineEntry &E : Summary.fixed())
    Fixed += E.Count;
  if (Fixed)
    Text += formatv("; {0} of the baseline fixed ('cotidy baseline update' takes {1} out)", Fixed,
                    Fixed == 1 ? "it" : "them");
  if (Summary.muted())
    Text +=
        "; " + count(Summary.muted(), "finding") + " in generated files not shown (--generated shows them)";
  return Text;
}

} // namespace

void summarise(MutableArrayRef<UnitResult> Results, ScanSummary &Summary) {
  for (UnitResult &Unit : Results)
    Summary.add(Unit);
}

Error writeReports(ArrayRef<UnitResult> Results, const ScanSummary &Summary, Reports &Output) {
  for (const UnitResult &Unit : Results)
    Output.add(Unit);
  return Output.finish(Summary);
}

int conclude(const ScanSummary &Summary, Error WriteProblem, Console &Says) {
  Says.note(describe(Summary));
  if (WriteProblem) {
    Says.error(toString(std::move(WriteProblem)));
    return static_cast<int>(ExitCode::Usage);
  }
  // As a shell reports a program that a signal ended.
  if (int Signal = interruptedBy())
    return 128 + Signal;
  return static_cast<int>(Summary.exitCode());
}

} // namespace cotidy
