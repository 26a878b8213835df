// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "AnalysisFlags.h"

#include "Paths.h"
#include "fix/FixChoice.h"
#include "fix/FixFiles.h"
#include "fix/FixTrial.h"
#include "report/Conclusion.h"
#include "scan/Interrupt.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace cotidy {

namespace {

std::string count(size_t Number, StringRef One, StringRef Many) {
  return formatv("{0} {1}", Number, Number == 1 ? One : Many);
}

/// What became of the fixes, told as it happens.
class Outcome {
public:
  Outcome(const FixFiles &Files, Console &Says) : Files(Files), Says(Says) {}

  void leaveOut(const PlannedFix &F, const Twine &Why) {
    Says.warning(Files.shown(F.Finding->At.File) + ":" + Twine(F.Finding->At.Line) + ": '" +
                 printable(F.What->Title) + "' is not applied: " + printable(Why.str()));
    ++LeftOut;
  }

  const FixFiles &Files;
  Console &Says;
  size_t NotChosen = 0; ///< findings with fixes that nobody asked for
  size_t LeftOut = 0;
  size_t Unwritten = 0; ///< files
};

class FixCommand : public Command {
public:
  FixCommand() : Command("fix", "apply fixes, but for those that break the code") {}

  int run(const Invocation &Call) override {
    unsigned Number =
        Offered.getNumOccurrences() ? 1 : 0; // of the fix that is applied; --offered is the first
    if (!Offered.empty() && (StringRef(Offered).getAsInteger(10, Number) || !Number)) {
      Console(Loudness::Normal).error("--offered takes the number of a fix, from 1");
      return static_cast<int>(ExitCode::Usage);
    }
    ScanOptions Options = Analysis.options(ArrayRef<std::string>(Paths), Call);
    Console Says(Options.Says);
    std::unique_ptr<Collection> Units = Collection::prepare(Options, Call.Program, Says);
    if (!Units)
      return static_cast<int>(ExitCode::Usage);
    std::vector<UnitResult> Results = Units->collect();
    ScanSummary Summary = Units->summary();
    summarise(Results, Summary);
    FixFiles Files(currentFolder(), Summary);
    Outcome Told(Files, Says);
    FixPlan Plan([&](StringRef File) { return Files.refusal(File); });
    choose(Results, FixChoice(Number, Interactive, Files), Plan, Told);
    TrialOutcome Tried = tryFixes(Plan, *Units, Results);
    Units->tidyCache();
    if (int Signal = interruptedBy()) // nothing is written
      return 128 + Signal;
    for (const BrokenFix &F : Tried.Broken)
      Told.leaveOut(F.Which, F.Why);
    FileTexts Texts = Plan.apply(Tried.Good);
    for (const auto &[File, Text] : Texts)
      if (DryRun)
        printDiff(Files.shown(File), Plan.original(File), Text, outs());
      else if (Error Problem = Files.write(File, Plan.original(File), Text)) {
        Says.error(toString(std::move(Problem)));
        ++Told.Unwritten;
      }
    return finish(Tried.Good.size(), Texts.size(), Summary, Told);
  }

private:
  void choose(ArrayRef<UnitResult> Results, FixChoice Choice, FixPlan &Plan, Outcome &Told);
  int finish(size_t Applied, size_t Changed, const ScanSummary &Summary, const Outcome &Told);

  cl::list<std::string> Paths{cl::Positional, cl::desc("[FILES|FOLDERS|GLOBS] [-- FLAGS]"), cl::sub(Sub),
                              cl::cat(ownOptions())};
  AnalysisFlags Analysis{Sub};
  cl::opt<std::string> Offered{
      "offered",
      cl::desc("where there is no safe fix, apply the first that is offered, or the nth"),
      cl::value_desc("n"),
      cl::ValueOptional,
      cl::sub(Sub),
      cl::cat(ownOptions())};
  cl::opt<bool> Interactive{"interactive", cl::desc("ask for each finding which fix to apply"), cl::sub(Sub),
                            cl::cat(ownOptions())};
  cl::opt<bool> DryRun{"dry-run", cl::desc("show the changes as a diff, and make none"), cl::sub(Sub),
                       cl::cat(ownOptions())};
};

void FixCommand::choose(ArrayRef<UnitResult> Results, FixChoice Choice, FixPlan &Plan, Outcome &Told) {
  for (const UnitResult &Unit : Results)
    for (const ScanFinding &F : Unit.Findings) {
      if (F.Fixes.empty())
        continue;
      const Fix *Chosen = Choice.choose(F);
      Told.NotChosen += !Chosen;
      if (!Chosen)
        continue;
      if (Error Problem = Plan.add(F, *Chosen))
        Told.leaveOut({&F, Chosen}, toString(std::move(Problem)));
    }
}

int FixCommand::finish(size_t Applied, size_t Changed, const ScanSummary &Summary, const Outcome &Told) {
  std::string Text = formatv("{0} {1} {2}", DryRun ? "would apply" : "applied",
                             count(Applied, "fix", "fixes"), "in " + count(Changed, "file", "files"));
  if (Told.LeftOut)
    Text += formatv(", {0} not applied", Told.LeftOut);
  if (Told.NotChosen && !Offered.getNumOccurrences() && !Interactive)
    Text += formatv("; {0} with offered fixes left (--offered or --interactive applies them)",
                    count(Told.NotChosen, "finding", "findings"));
  Told.Says.note(Text);
  if (Told.Unwritten)
    return static_cast<int>(ExitCode::Usage);
  if (Summary.incomplete())
    return static_cast<int>(ExitCode::NotAnalysed);
  return static_cast<int>(Told.LeftOut || (DryRun && Applied) ? ExitCode::Findings : ExitCode::Clean);
}

} // namespace

std::unique_ptr<Command> makeFixCommand() { return std::make_unique<FixCommand>(); }

} // namespace cotidy
