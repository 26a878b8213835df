// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "AnalysisFlags.h"

#include "Paths.h"
#include "report/Conclusion.h"
#include "scan/Baseline.h"
#include "scan/Collection.h"
#include "scan/Interrupt.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace cotidy {

namespace {

size_t total(ArrayRef<BaselineEntry> Entries) {
  size_t Sum = 0;
  for (const BaselineEntry &E : Entries)
    Sum += E.Count;
  return Sum;
}

class BaselineCommand : public Command {
public:
  BaselineCommand() : Command("baseline", "agree to live with the findings of today") {}

  int run(const Invocation &Call) override {
    Console Says(Analysis.Says.loudness());
    auto Fail = [&](const Twine &Why) {
      Says.error(Why);
      return static_cast<int>(ExitCode::Usage);
    };
    StringRef Word = Words.empty() ? StringRef() : StringRef(Words.front());
    bool Creates = Word == "create", Updates = Word == "update";
    if (!Creates && !Updates && (Word != "show" || Words.size() > 1))
      return Fail("'cotidy baseline' takes create, update or show first; only the former two take files");
    std::string Path = File.empty() ? findBaseline(currentFolder()) : std::string(File);
    if (Creates)
      return create(Path, Call, Says);
    if (Path.empty())
      return Fail("there is no baseline here; 'cotidy baseline create' makes one, --baseline names one");
    Expected<Baseline> Before = Baseline::read(Path);
    if (!Before)
      return Fail(toString(Before.takeError()));
    return Updates ? update(Path, *Before, Call, Says) : show(*Before);
  }

private:
  int create(std::string Path, const Invocation &Call, Console &Says);
  int update(StringRef Path, const Baseline &Before, const Invocation &Call, Console &Says);
  int show(const Baseline &Content);
  int analyse(const Invocation &Call, Console &Says,
              function_ref<int(Collection &, MutableArrayRef<UnitResult>, ScanSummary &)> Then);

  cl::list<std::string> Words{cl::Positional,
                              cl::desc("create | update | show [FILES|FOLDERS|GLOBS] [-- FLAGS]"),
                              cl::sub(Sub), cl::cat(ownOptions())};
  cl::opt<std::string> File{
      "baseline",
      cl::desc("the file (default: .cotidy-baseline.json in the root of the version-controlled tree)"),
      cl::value_desc("file"), cl::sub(Sub), cl::cat(ownOptions())};
  cl::opt<bool> AcceptNew{"accept-new", cl::desc("let update take new findings in"), cl::sub(Sub),
                          cl::cat(ownOptions())};
  AnalysisFlags Analysis{Sub};
};

/// Where \p Folder's project would have its baseline.
std::string usualPlace(StringRef Folder) {
  std::string Root = versionedRoot(Folder);
  SmallString<256> Path(Root.empty() ? Folder : StringRef(Root));
  sys::path::append(Path, Baseline::FileName);
  return Path.str().str();
}

/// Writes what a scan leads to; the rest is as a scan that finds nothing.
int finish(const Baseline &Content, StringRef Path, const ScanSummary &Summary, const Twine &Text,
           Console &Says) {
  if (Error Problem = Content.write(Path)) {
    Says.error("cannot write '" + Path + "': " + toString(std::move(Problem)));
    return static_cast<int>(ExitCode::Usage);
  }
  Says.note(printable(Path) + ": " + Text);
  if (size_t Incomplete = Summary.incomplete()) {
    Says.warning(Twine(Incomplete) + " of " + Twine(Summary.units()) +
                 " units not fully analysed; their findings are not known");
    return static_cast<int>(ExitCode::NotAnalysed);
  }
  return static_cast<int>(ExitCode::Clean);
}

int BaselineCommand::analyse(
    const Invocation &Call, Console &Says,
    function_ref<int(Collection &, MutableArrayRef<UnitResult>, ScanSummary &)> Then) {
  ScanOptions Options = Analysis.options(ArrayRef<std::string>(Words).drop_front(), Call);
  std::unique_ptr<Collection> Units = Collection::prepare(Options, Call.Program, Says);
  if (!Units)
    return static_cast<int>(ExitCode::Usage);
  std::vector<UnitResult> Results = Units->collect();
  ScanSummary Summary = Units->summary();
  summarise(Results, Summary);
  Units->tidyCache();
  if (int Signal = interruptedBy()) // what was not analysed would be missing
    return 128 + Signal;
  return Then(*Units, Results, Summary);
}

int BaselineCommand::create(std::string Path, const Invocation &Call, Console &Says) {
  if (Path.empty())
    Path = usualPlace(currentFolder());
  if (sys::fs::exists(Path)) {
    Says.error("there is '" + Path + "' already; 'cotidy baseline update' brings it up to date");
    return static_cast<int>(ExitCode::Usage);
  }
  return analyse(Call, Says, [&](Collection &, ArrayRef<UnitResult> Results, ScanSummary &Summary) {
    Baseline Content;
    for (const UnitResult &Unit : Results)
      for (const ScanFinding &F : Unit.Findings)
        Content.add(F);
    std::string Text = formatv("{0} finding{1}", Summary.findings(), Summary.findings() == 1 ? "" : "s");
    return finish(Content, Path, Summary, Text, Says);
  });
}

int BaselineCommand::update(StringRef Path, const Baseline &Before, const Invocation &Call, Console &Says) {
  return analyse(
      Call, Says, [&](Collection &Units, MutableArrayRef<UnitResult> Results, ScanSummary &Summary) {
        Summary.compareWith(Before, Results,
                            [&](const BaselineEntry &E) { return Units.asksFor(E.Check, E.File); });
        Baseline Content;
        for (const UnitResult &Unit : Results)
          for (const ScanFinding &F : Unit.Findings)
            if (F.State == FindingState::Unchanged || AcceptNew)
              Content.add(F);
        for (const BaselineEntry &E : Summary.unknown())
          Content.add(E);
        size_t Unknown = total(Summary.unknown());
        std::string Text = formatv("{0} fixed and taken out, {1} left", total(Summary.fixed()),
                                   Summary.unchanged() + Unknown);
        if (Unknown)
          Text += formatv(" ({0} of them not looked for)", Unknown);
        if (Summary.newFindings())
          Text += formatv(AcceptNew ? ", {0} new" : "; {0} new not taken in (--accept-new does)",
                          Summary.newFindings());
        return finish(Content, Path, Summary, Text, Says);
      });
}

int BaselineCommand::show(const Baseline &Content) {
  std::string Folder = currentFolder() + "/";
  std::map<std::string, size_t> ByCheck;
  for (const BaselineEntry &E : Content.Entries) {
    StringRef Shown = E.File;
    Shown.consume_front(Folder);
    outs() << printable(Shown) << ": " << printable(E.Check);
    if (!E.Function.empty())
      outs() << " in " << printable(E.Function);
    outs() << ": " << printable(E.Statement);
    if (E.Count > 1)
      outs() << " (" << E.Count << " times)";
    outs() << '\n';
    ByCheck[E.Check] += E.Count;
  }
  if (!ByCheck.empty())
    outs() << '\n';
  for (const auto &[Check, Count] : ByCheck)
    outs() << printable(Check) << ": " << Count << '\n';
  return static_cast<int>(ExitCode::Clean);
}

} // namespace

std::unique_ptr<Command> makeBaselineCommand() { return std::make_unique<BaselineCommand>(); }

} // namespace cotidy
