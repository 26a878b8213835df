// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "AnalysisFlags.h"
#include "ReportFlags.h"

#include "report/Conclusion.h"
#include "scan/Collection.h"

using namespace llvm;

namespace cotidy {

namespace {

int scan(const ScanOptions &Options, StringRef Program, Console &Says) {
  std::optional<Baseline> Before;
  if (!Options.BaselineFile.empty()) {
    Expected<Baseline> Read = Baseline::read(Options.BaselineFile);
    if (!Read) {
      Says.error(toString(Read.takeError()));
      return static_cast<int>(ExitCode::Usage);
    }
    Before = std::move(*Read);
  }
  std::unique_ptr<Collection> Units = Collection::prepare(Options, Program, Says);
  if (!Units)
    return static_cast<int>(ExitCode::Usage);
  Expected<Reports> Output = Reports::open(Options.Reports);
  if (!Output) {
    Says.error(toString(Output.takeError()));
    return static_cast<int>(ExitCode::Usage);
  }
  std::vector<UnitResult> Results = Units->collect();
  ScanSummary Summary = Units->summary();
  summarise(Results, Summary);
  if (Before)
    Summary.compareWith(*Before, Results,
                        [&](const BaselineEntry &E) { return Units->asksFor(E.Check, E.File); });
  Error WriteProblem = writeReports(Results, Summary, *Output);
  Units->tidyCache();
  return conclude(Summary, std::move(WriteProblem), Says);
}

class ScanCommand : public Command {
public:
  ScanCommand() : Command("scan", "analyse the units of a project") {}

  int run(const Invocation &Call) override {
    ScanOptions Options = Analysis.options(ArrayRef<std::string>(Files), Call);
    if (Error Problem = Report.apply(Options)) {
      Console(Loudness::Normal).error(toString(std::move(Problem)));
      return static_cast<int>(ExitCode::Usage);
    }
    Console Says(Options.Says);
    return scan(Options, Call.Program, Says);
  }

private:
  cl::list<std::string> Files{cl::Positional, cl::desc("[FILES|FOLDERS|GLOBS] [-- FLAGS]"), cl::sub(Sub),
                              cl::cat(ownOptions())};
  AnalysisFlags Analysis{Sub};
  ReportFlags Report{Sub};
};

} // namespace

std::unique_ptr<Command> makeScanCommand() { return std::make_unique<ScanCommand>(); }

} // namespace cotidy
