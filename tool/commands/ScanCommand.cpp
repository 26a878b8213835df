// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "AnalysisFlags.h"
#include "ReportFlags.h"

#include "Paths.h"
#include "report/Conclusion.h"
#include "scan/Collection.h"

#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;

namespace cotidy {

namespace {

/// Takes out what has nothing to do with the change, and says how much that is.
void keepChanged(MutableArrayRef<UnitResult> Results, const ChangedLines &Changes, Console &Says) {
  size_t Left = 0;
  for (UnitResult &Unit : Results) {
    size_t Before = Unit.Findings.size();
    erase_if(Unit.Findings, [&](const ScanFinding &F) { return !Changes.touches(F); });
    Left += Before - Unit.Findings.size();
  }
  if (Left)
    Says.note("findings that have nothing to do with the change are not shown");
}

/// Two runs over the same code are then the same to the byte.
void forgetEffort(MutableArrayRef<UnitResult> Results) {
  for (UnitResult &Unit : Results) {
    Unit.Seconds = 0;
    Unit.Mebibytes = 0;
  }
}

int scan(const ScanOptions &Options, const ChangedLines *Changes, StringRef Program, Console &Says) {
  Expected<std::optional<Baseline>> Before = readBaseline(Options);
  if (!Before) {
    Says.error(toString(Before.takeError()));
    return static_cast<int>(ExitCode::Usage);
  }
  std::unique_ptr<Collection> Units = Collection::prepare(Options, Program, Says);
  if (!Units)
    return static_cast<int>(ExitCode::Usage);
  if (Changes)
    Units->restrictTo(*Changes);
  Expected<Reports> Output = Reports::open(Options.Reports);
  if (!Output) {
    Says.error(toString(Output.takeError()));
    return static_cast<int>(ExitCode::Usage);
  }
  std::vector<UnitResult> Results = Units->collect();
  if (Options.Reproducible)
    forgetEffort(Results);
  if (Changes)
    keepChanged(Results, *Changes, Says);
  ScanSummary Summary = Units->summary();
  summarise(Results, Summary);
  if (*Before)
    Summary.compareWith(**Before, Results,
                        [&](const BaselineEntry &E) { return !Changes && Units->asksFor(E.Check, E.File); });
  Error WriteProblem = writeReports(Results, Summary, *Output);
  Units->tidyCache();
  return conclude(Summary, std::move(WriteProblem), Says);
}

/// Findings are for the merge to tell.
int scanShard(ScanOptions Options, StringRef File, StringRef Program, Console &Says) {
  Options.FailsOn = FailOn::None;
  std::unique_ptr<Collection> Units = Collection::prepare(Options, Program, Says);
  if (!Units)
    return static_cast<int>(ExitCode::Usage);
  std::error_code Problem;
  raw_fd_ostream Out(File.empty() ? "-" : File, Problem);
  auto Fail = [&](std::error_code Reason) {
    Out.clear_error();
    return createStringError(Reason, "cannot write the shard: " + Reason.message());
  };
  if (Problem) {
    Says.error(toString(Fail(Problem)));
    return static_cast<int>(ExitCode::Usage);
  }
  std::vector<UnitResult> Results = Units->collect();
  if (Options.Reproducible)
    forgetEffort(Results);
  write(Units->shard(Results), currentFolder(), Out);
  Out.flush();
  ScanSummary Summary = Units->summary();
  summarise(Results, Summary);
  Units->tidyCache();
  return conclude(Summary, Out.has_error() ? Fail(Out.error()) : Error::success(), Says);
}

class ScanCommand : public Command {
public:
  ScanCommand() : Command("scan", "analyse the units of a project") {}

  int run(const Invocation &Call) override {
    auto Fail = [](Error Problem) {
      Console(Loudness::Normal).error(toString(std::move(Problem)));
      return static_cast<int>(ExitCode::Usage);
    };
    ScanOptions Options = Analysis.options(ArrayRef<std::string>(Files), Call);
    if (Error Problem = Report.apply(Options))
      return Fail(std::move(Problem));
    std::optional<ChangedLines> Changes;
    if (Diff.getNumOccurrences() || DiffBase.getNumOccurrences()) {
      Expected<ChangedLines> Read = changes();
      if (!Read)
        return Fail(Read.takeError());
      Changes = std::move(*Read);
    }
    Options.Reproducible = Reproducible;
    Console Says(Options.Says);
    if (!Part.empty()) {
      if (Report.isGiven() || Analysis.UnitsAlone || Changes)
        return Fail(createStringError("a shard is written for 'cotidy merge', of all units; give --format "
                                      "and --no-whole-program to that, and no change to either"));
      Expected<ShardNumber> Number = parseShardNumber(Part);
      if (!Number)
        return Fail(Number.takeError());
      Options.Shard = *Number;
      return scanShard(std::move(Options), Report.Output, Call.Program, Says);
    }
    return scan(Options, Changes ? &*Changes : nullptr, Call.Program, Says);
  }

private:
  Expected<ChangedLines> changes() const {
    if (Diff.getNumOccurrences() && DiffBase.getNumOccurrences())
      return createStringError("--diff and --diff-base exclude each other");
    std::string Folder = currentFolder();
    if (DiffBase.getNumOccurrences())
      return ChangedLines::since(DiffBase, Folder);
    ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFileOrSTDIN(Diff);
    if (!Text)
      return createStringError("cannot read the diff '" + Diff + "': " + Text.getError().message());
    std::string Root = versionedRoot(Folder);
    return ChangedLines::parse((*Text)->getBuffer(), {Root.empty() ? Folder : Root, Folder});
  }

  cl::list<std::string> Files{cl::Positional, cl::desc("[FILES|FOLDERS|GLOBS] [-- FLAGS]"), cl::sub(Sub),
                              cl::cat(ownOptions())};
  cl::opt<std::string> Part{"shard",
                            cl::desc("scan the i-th of n parts, and write a file for 'cotidy merge'"),
                            cl::value_desc("i/n"), cl::sub(Sub), cl::cat(ownOptions())};
  cl::opt<bool> Reproducible{"reproducible", cl::desc("leave out of reports and shards what each unit took"),
                             cl::sub(Sub), cl::cat(ownOptions())};
  AnalysisFlags Analysis{Sub};
  ReportFlags Report{Sub};
  cl::opt<std::string> DiffBase{
      "diff-base",
      cl::desc("report only what the working tree changes since it parted from this commit; asks git"),
      cl::value_desc("commit"), cl::sub(Sub), cl::cat(ownOptions())};
  cl::opt<std::string> Diff{
      "diff", cl::desc("report only what this unified diff changes; - reads it from standard input"),
      cl::value_desc("file"), cl::sub(Sub), cl::cat(ownOptions())};
};

} // namespace

std::unique_ptr<Command> makeScanCommand() { return std::make_unique<ScanCommand>(); }

} // namespace cotidy
