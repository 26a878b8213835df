// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanCommand.h"

#include "Console.h"
#include "Names.h"
#include "Paths.h"
#include "report/Report.h"
#include "scan/Interrupt.h"
#include "scan/ResultCache.h"
#include "scan/ScanConfig.h"
#include "scan/ScanDatabase.h"
#include "scan/ScanPool.h"

#include "models/ModelSet.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/TargetSelect.h"
#include <set>

using namespace llvm;

namespace cotidy {

namespace {

/// Everything wrong with what was asked for that shows before the first unit is parsed.
bool isUsable(const ScanOptions &Options, ArrayRef<Unit> Units, Console &Says) {
  bool Usable = true;
  for (const std::string &Glob : unknownGlobs(splitGlobs(Options.Analysis.Checks))) {
    Says.error("no check matches '" + Glob + "'" + didYouMean(Glob));
    Usable = false;
  }
  ScanConfig Config(Options.Analysis, currentFolder());
  if (Error Problem = Config.readConfigFile()) {
    Says.error(toString(std::move(Problem)));
    return false;
  }
  std::set<std::vector<std::string>> Models;
  for (const Unit &U : Units)
    Models.insert(Config.models(U.File));
  for (const std::string &Complaint : Config.complaints())
    Says.warning(Complaint);
  for (const std::vector<std::string> &Files : Models)
    if (Error Problem = ModelSet::create(Files).takeError()) {
      errs() << toString(std::move(Problem)) << '\n';
      Usable = false;
    }
  return Usable;
}

/// Tells of units that were not analysed in full, of the same kind a few only.
class UnitTeller {
public:
  explicit UnitTeller(Console &Says) : Says(Says) {}

  void tell(const UnitResult &Unit) {
    Says.detail(formatv("{0}: {1}, {2}", printable(Unit.File), name(Unit.Status),
                        Unit.Cached ? "from the cache"
                                    : formatv("{0:F2} s, {1} MiB", Unit.Seconds, Unit.Mebibytes).str()));
    if (!isIncomplete(Unit.Status) || Unit.Status == UnitStatus::Interrupted || ++Told[Unit.Status] > Most)
      return;
    Says.warning(printable(Unit.File) + " is not " +
                 (Unit.Status == UnitStatus::Errors ? "fully analysed: " : "analysed: ") + Unit.Reason);
    SmallVector<StringRef> Lines;
    StringRef(Unit.Stack).split(Lines, '\n', -1, /*KeepEmpty=*/false);
    for (StringRef Line : ArrayRef(Lines).take_front(StackLines))
      Says.note("  " + Line);
    if (!Unit.Reproduce.empty())
      Says.note("  to see it again: " + printable(Unit.Reproduce));
  }

  void finish() {
    for (const auto &[Status, Count] : Told)
      if (Count > Most)
        Says.warning(Twine(Count - Most) + " more units are " + name(Status) +
                     "; --format json names them all");
  }

private:
  static constexpr size_t Most = 10, StackLines = 12;

  Console &Says;
  std::map<UnitStatus, size_t> Told;
};

std::string count(size_t Number, StringRef What) {
  return formatv("{0} {1}{2}", Number, What, Number == 1 ? "" : "s");
}

std::string describe(const ScanSummary &Summary) {
  std::string Text = count(Summary.findings(), "finding") + " in " + count(Summary.units(), "unit");
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
  if (Summary.muted())
    Text +=
        "; " + count(Summary.muted(), "finding") + " in generated files not shown (--generated shows them)";
  return Text;
}

ScanSummary makeSummary(const ScanOptions &Options, const UnitList &List) {
  size_t InBuild = count_if(List.Units, [&](const Unit &U) {
    return !List.BuildFolder.empty() && isBelow(U.File, List.BuildFolder);
  });
  return ScanSummary(Options, List.BuildFolder, List.Units.size() - InBuild, InBuild);
}

std::unique_ptr<ResultCache> openCache(const ScanOptions &Options, const UnitList &List, StringRef Program,
                                       TimePoint Began, Console &Says) {
  if (!Options.Cache.Use || Options.Cache.Folder.empty())
    return nullptr;
  Expected<std::unique_ptr<ResultCache>> Cache =
      ResultCache::open(Options.Cache, Options.Analysis, List.BuildFolder, Program, Began);
  if (Cache)
    return std::move(*Cache);
  Says.warning(toString(Cache.takeError()));
  return nullptr;
}

} // namespace

int scan(const ScanOptions &Options, StringRef Program) {
  TimePoint Began = std::chrono::system_clock::now();
  constexpr int Usage = static_cast<int>(ExitCode::Usage);
  noteInterrupts();
  InitializeAllTargetInfos();
  InitializeAllTargetMCs();
  InitializeAllAsmParsers();
  Console Says(Options.Says);
  Expected<UnitList> List = findUnits(Options);
  if (!List) {
    Says.error(toString(List.takeError()));
    return Usage;
  }
  if (!isUsable(Options, List->Units, Says))
    return Usage;
  for (const std::string &Warning : List->Warnings)
    Says.warning(printable(Warning));
  for (const std::string &Note : List->Notes)
    Says.note("note: " + printable(Note));

  Expected<Reports> Output = Reports::open(Options.Reports);
  if (!Output) {
    Says.error(toString(Output.takeError()));
    return Usage;
  }

  UnitTeller Teller(Says);
  std::vector<UnitResult> Results;
  std::unique_ptr<ResultCache> Cache = openCache(Options, *List, Program, Began, Says);
  runUnits({Options, *List, Cache.get(), Says, Began}, [&](UnitResult Unit) {
    Says.clear();
    Teller.tell(Unit);
    Results.push_back(std::move(Unit));
    return Results.back().Findings.size();
  });
  Teller.finish();

  ScanSummary Summary = makeSummary(Options, *List);
  for (UnitResult &Unit : Results) {
    Summary.add(Unit);
    Output->add(Unit);
  }
  Error WriteProblem = Output->finish(Summary);
  if (Cache) {
    Cache->prune();
    for (const std::string &Complaint : Cache->complaints())
      Says.warning(Complaint);
  }
  Says.note(describe(Summary));
  if (WriteProblem) {
    Says.error(toString(std::move(WriteProblem)));
    return Usage;
  }
  // As a shell reports a program that a signal ended.
  if (int Signal = interruptedBy())
    return 128 + Signal;
  return static_cast<int>(Summary.exitCode());
}

} // namespace cotidy
