// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanCommand.h"

#include "JsonReport.h"
#include "Names.h"
#include "ScanConfig.h"
#include "ScanDatabase.h"
#include "ScanPool.h"
#include "TextReport.h"

#include "models/ModelSet.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/WithColor.h"
#include <set>

using namespace llvm;

namespace cotidy {

namespace {

void say(const Twine &Text) { errs() << "cotidy: " << Text << '\n'; }

/// Everything wrong with what was asked for that shows before the first unit is parsed.
bool isUsable(const ScanOptions &Options, ArrayRef<Unit> Units) {
  bool Usable = true;
  for (const std::string &Glob : unknownGlobs(splitGlobs(Options.Analysis.Checks))) {
    say("error: no check matches '" + Glob + "'" + didYouMean(Glob));
    Usable = false;
  }
  ScanConfig Config(Options.Analysis);
  if (Error Problem = Config.readConfigFile()) {
    say("error: " + toString(std::move(Problem)));
    return false;
  }
  std::set<std::vector<std::string>> Models;
  for (const Unit &U : Units)
    Models.insert(Config.models(U.File));
  for (const std::string &Complaint : Config.complaints())
    say("warning: " + Complaint);
  for (const std::vector<std::string> &Files : Models)
    if (Error Problem = ModelSet::create(Files).takeError()) {
      errs() << toString(std::move(Problem)) << '\n';
      Usable = false;
    }
  return Usable;
}

void describe(const UnitResult &Unit) {
  if (isIncomplete(Unit.Status))
    say("warning: " + printable(Unit.File) + " is not " +
        (Unit.Status == UnitStatus::Errors ? "fully analysed: " : "analysed: ") + Unit.Reason);
}

std::string count(size_t Number, StringRef What) {
  return formatv("{0} {1}{2}", Number, What, Number == 1 ? "" : "s");
}

void describe(const ScanSummary &Summary) {
  std::string Text = count(Summary.findings(), "finding") + " in " + count(Summary.units(), "unit");
  if (Summary.incomplete())
    Text += formatv(", {0} of them not fully analysed", Summary.incomplete());
  if (size_t Skipped = Summary.unitsWith(UnitStatus::Skipped))
    Text += formatv(", {0} not C++", Skipped);
  if (Summary.muted())
    Text +=
        "; " + count(Summary.muted(), "finding") + " in generated files not shown (--generated shows them)";
  say(Text);
}

ScanSummary makeSummary(const ScanOptions &Options, const UnitList &List) {
  size_t InBuild = count_if(List.Units, [&](const Unit &U) {
    StringRef Rest = U.File;
    return Rest.consume_front(List.BuildFolder) && Rest.starts_with("/");
  });
  return ScanSummary(Options, List.BuildFolder, List.Units.size() - InBuild, InBuild);
}

} // namespace

ExitCode scan(const ScanOptions &Options, StringRef Program) {
  Expected<UnitList> List = findUnits(Options);
  if (!List) {
    say("error: " + toString(List.takeError()));
    return ExitCode::Usage;
  }
  if (!isUsable(Options, List->Units))
    return ExitCode::Usage;
  for (const std::string &Remark : List->Remarks)
    say(Remark);

  std::unique_ptr<raw_fd_ostream> File;
  if (!Options.Output.empty()) {
    std::error_code Problem;
    File = std::make_unique<raw_fd_ostream>(Options.Output, Problem);
    if (Problem) {
      say("error: cannot write '" + Options.Output + "': " + Problem.message());
      return ExitCode::Usage;
    }
  }
  raw_fd_ostream &Out = File ? *File : outs();

  ScanSummary Summary = makeSummary(Options, *List);
  TextReport Text(Out);
  JsonReport Json;
  bool AsText = Options.Format == ReportFormat::Text;
  Error Problem = runUnits(List->Units, Options, Program, [&](UnitResult Unit) {
    Summary.add(Unit);
    AsText ? Text.add(Unit) : Json.add(Unit);
    describe(Unit);
  });
  if (Problem) {
    say("error: " + toString(std::move(Problem)));
    return ExitCode::Usage;
  }
  if (AsText)
    Text.finish(Summary);
  else
    Json.write(Summary, Out);
  Out.flush();
  describe(Summary);
  if (Out.has_error()) {
    say("error: cannot write the report: " + Out.error().message());
    Out.clear_error();
    return ExitCode::Usage;
  }
  return Summary.exitCode();
}

} // namespace cotidy
