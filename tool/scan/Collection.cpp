// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Collection.h"

#include "AffectedUnits.h"
#include "Interrupt.h"
#include "Names.h"
#include "Paths.h"
#include "ScanConfig.h"
#include "ScanPool.h"
#include "program/WholeProgram.h"

#include "models/ModelSet.h"

#include "clang-tidy/GlobList.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/TargetSelect.h"
#include <set>

using namespace llvm;

namespace cotidy {

namespace {

/// Everything wrong with what was asked for that shows before the first unit is parsed.
bool isUsable(const ScanOptions &Options, ArrayRef<ScanUnit> Units, Console &Says) {
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
  for (const ScanUnit &U : Units)
    if (std::vector<std::string> Files = Config.models(U.File); !Files.empty()) // ours need no trial
      Models.insert(std::move(Files));
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
    tellTimes(Unit);
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
        Says.warning(Twine(Count - Most) + " more units ended like these (" + name(Status) +
                     "); --format json names them all");
    for (const auto &[Check, Seconds] : slowest(CheckSeconds))
      Says.detail(formatv("{0}: {1:F3} s in all units", Check, Seconds));
  }

private:
  static constexpr size_t Most = 10, StackLines = 12, ChecksPerUnit = 3;

  using Times = std::map<std::string, double>;
  static std::vector<std::pair<std::string, double>> slowest(const Times &Of) {
    std::vector<std::pair<std::string, double>> Sorted(Of.begin(), Of.end());
    llvm::sort(Sorted, [](const auto &A, const auto &B) {
      return std::tie(B.second, A.first) < std::tie(A.second, B.first);
    });
    return Sorted;
  }

  void tellTimes(const UnitResult &Unit) {
    std::string Took = "from the cache";
    if (!Unit.Cached)
      Took = formatv("{0:F2} s, {1} MiB", Unit.Seconds, Unit.Mebibytes);
    auto Slowest = slowest(Unit.CheckSeconds);
    for (const auto &[Check, Seconds] : ArrayRef(Slowest).take_front(ChecksPerUnit))
      Took += formatv(", {0} {1:F3} s", Check, Seconds);
    Says.detail(formatv("{0}: {1}, {2}", printable(Unit.File), name(Unit.Status), Took));
    for (const auto &[Check, Seconds] : Unit.CheckSeconds)
      CheckSeconds[Check] += Seconds;
  }

  Console &Says;
  std::map<UnitStatus, size_t> Told;
  Times CheckSeconds;
};

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

Collection::Collection(const ScanOptions &Options, UnitList List, Console &Says)
    : Options(Options), List(std::move(List)), Says(Says), Config(Options.Analysis, currentFolder()) {
  consumeError(Config.readConfigFile()); // was read, and complained about, before
}

std::unique_ptr<Collection> Collection::prepare(const ScanOptions &Options, StringRef Program,
                                                Console &Says) {
  TimePoint Began = std::chrono::system_clock::now();
  noteInterrupts();
  InitializeAllTargetInfos();
  InitializeAllTargetMCs();
  InitializeAllAsmParsers();
  Expected<UnitList> List = findUnits(Options);
  if (!List) {
    Says.error(toString(List.takeError()));
    return nullptr;
  }
  if (!isUsable(Options, List->Units, Says))
    return nullptr;
  for (const std::string &Warning : List->Warnings)
    Says.warning(printable(Warning));
  for (const std::string &Note : List->Notes)
    Says.note("note: " + printable(Note));
  std::unique_ptr<Collection> Made(new Collection(Options, std::move(*List), Says));
  Made->Began = Began;
  if (Options.Shard)
    Made->keepShard();
  Made->Cache = openCache(Options, Made->List, Program, Began, Says);
  return Made;
}

void Collection::restrictTo(const ChangedLines &Changes) {
  std::vector<ScanUnit> Affected = affectedUnits({Options, List, Cache.get(), Says, Began}, Changes);
  All = std::move(List.Units);
  List.Units = std::move(Affected);
  Says.note(formatv("{0} of {1} units have to do with the change", List.Units.size(), All.size()));
}

std::vector<UnitResult> Collection::collect() {
  UnitTeller Teller(Says);
  std::vector<UnitResult> Results;
  std::vector<const ScanUnit *> Units;
  for (const ScanUnit &U : List.Units)
    Units.push_back(&U);
  runUnits({Options, List, Cache.get(), Says, Began}, Units, Purpose::Findings, [&](UnitResult Unit) {
    Says.clear();
    Teller.tell(Unit);
    Results.push_back(std::move(Unit));
    return Results.back().Findings.size();
  });
  Teller.finish();
  if (!Options.WholeProgram || interruptedBy())
    return Results;
  if (Options.Shard) {
    summarise(unitsWithoutSummary(Results), Results); // nobody here knows what the others ask
    return Results;
  }
  for (std::vector<size_t> Wanted; Wanted = unitsToSummarise(Results), !Wanted.empty();)
    summarise(Wanted, Results);
  answerQuestions(Results);
  return Results;
}

std::vector<UnitResult> Collection::analyseAgain(ArrayRef<size_t> Which, const FileTexts *Changed) {
  UnitList &Some = Again.emplace_back();
  Some.BuildFolder = List.BuildFolder;
  for (size_t Index : Which)
    Some.Units.push_back(List.Units[Index]);
  std::vector<UnitResult> Results;
  std::vector<const ScanUnit *> Units;
  for (const ScanUnit &U : Some.Units)
    Units.push_back(&U);
  runUnits({Options, Some, Changed ? nullptr : Cache.get(), Says, Began, Changed}, Units, Purpose::Findings,
           [&](UnitResult Unit) {
             Results.push_back(std::move(Unit));
             return 0;
           });
  return Results;
}

/// Leaves only the units of the shard in the list.
void Collection::keepShard() {
  AllUnits = List.Units.size();
  AllDigest = digestOf(List.Units, currentFolder());
  Places = unitsOfShard(*Options.Shard, AllUnits);
  std::vector<ScanUnit> Kept;
  for (size_t Place : Places)
    Kept.push_back(std::move(List.Units[Place]));
  List.Units = std::move(Kept);
}

Shard Collection::shard(std::vector<UnitResult> Results) const {
  Shard S;
  S.Number = *Options.Shard;
  S.List = AllDigest;
  S.BuildFolder = List.BuildFolder;
  S.Units = AllUnits;
  S.Places.assign(Places.begin(), Places.end());
  S.Results = std::move(Results);
  return S;
}

/// What becomes of a unit that was asked for nothing but its summary says nothing of the scan.
void Collection::summarise(ArrayRef<size_t> Wanted, MutableArrayRef<UnitResult> Results) {
  std::vector<const ScanUnit *> Units;
  for (size_t Index : Wanted)
    Units.push_back(&List.Units[Index]);
  size_t Next = 0;
  runUnits({Options, List, Cache.get(), Says, Began}, Units, Purpose::Summary, [&](UnitResult Unit) {
    UnitResult &Result = Results[Wanted[Next++]];
    Says.detail(printable(Unit.File) + ": " +
                (Unit.Program.Known ? "summarised" : "not summarised: " + Unit.Reason));
    Result.Program = std::move(Unit.Program);
    Result.Program.Known = true; // not asked again
    return 0;
  });
}

void Collection::tidyCache() {
  if (!Cache)
    return;
  Cache->prune();
  for (const std::string &Complaint : Cache->complaints())
    Says.warning(Complaint);
}

bool Collection::asksFor(StringRef Check, StringRef File) {
  // What the project itself turns off is gone for good; what the command line leaves out is not looked for.
  if (Options.Analysis.Checks.empty())
    return true;
  return clang::tidy::GlobList(Config.getOptions(File).Checks.value_or("")).contains(Check);
}

ScanSummary Collection::summary() const {
  std::vector<std::string> Files;
  for (const ScanUnit &U : List.Units)
    Files.push_back(U.File);
  return emptySummary(Options, List.BuildFolder, Files);
}

} // namespace cotidy
