// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "AnalysisFlags.h"
#include "ReportFlags.h"

#include "Paths.h"
#include "program/Shard.h"
#include "program/WholeProgram.h"
#include "report/Conclusion.h"

using namespace llvm;

namespace cotidy {

namespace {

class MergeCommand : public Command {
public:
  MergeCommand() : Command("merge", "make one scan of the shards that several machines have scanned") {}

  int run(const Invocation &Call) override {
    ScanOptions Options;
    Options.Generated = Generated;
    Options.Says = Says.loudness();
    Console Console(Options.Says);
    if (Error Problem = Report.apply(Options))
      return fail(std::move(Problem), Console);
    Expected<int> Result = merge(Options, Console);
    return Result ? *Result : fail(Result.takeError(), Console);
  }

private:
  static int fail(Error Problem, Console &Console) {
    Console.error(toString(std::move(Problem)));
    return static_cast<int>(ExitCode::Usage);
  }

  Expected<int> merge(const ScanOptions &Options, Console &Console) const {
    std::vector<std::pair<std::string, Shard>> Shards;
    for (const std::string &File : Files) {
      Expected<Shard> Read = readShard(File, currentFolder());
      if (!Read)
        return Read.takeError();
      Shards.push_back({File, std::move(*Read)});
    }
    const std::string BuildFolder = Shards.front().second.BuildFolder;
    Expected<std::optional<Baseline>> Before = readBaseline(Options);
    if (!Before)
      return Before.takeError();
    Expected<std::vector<UnitResult>> Results = joinShards(std::move(Shards));
    if (!Results)
      return Results.takeError();
    Expected<Reports> Output = Reports::open(Options.Reports);
    if (!Output)
      return Output.takeError();
    if (!UnitsAlone)
      answerQuestions(*Results);
    std::vector<std::string> Names;
    for (const UnitResult &Unit : *Results)
      Names.push_back(Unit.File);
    ScanSummary Summary = emptySummary(Options, BuildFolder, Names);
    summarise(*Results, Summary);
    if (*Before)
      Summary.compareWith(**Before, *Results, [](const BaselineEntry &) { return true; });
    return conclude(Summary, writeReports(*Results, Summary, *Output), Console);
  }

  cl::list<std::string> Files{cl::Positional, cl::OneOrMore, cl::desc("FILES of cotidy scan --shard"),
                              cl::sub(Sub), cl::cat(ownOptions())};
  cl::opt<bool> UnitsAlone{"no-whole-program", cl::desc("put the findings of the units together, no more"),
                           cl::sub(Sub), cl::cat(ownOptions())};
  cl::opt<bool> Generated{"generated", cl::desc("report in generated files as well"), cl::sub(Sub),
                          cl::cat(ownOptions())};
  ReportFlags Report{Sub};
  LoudnessFlags Says{Sub};
};

} // namespace

std::unique_ptr<Command> makeMergeCommand() { return std::make_unique<MergeCommand>(); }

} // namespace cotidy
