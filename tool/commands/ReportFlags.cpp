// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ReportFlags.h"

#include "Paths.h"
#include "report/Report.h"
#include "scan/Baseline.h"

using namespace llvm;

namespace cotidy {

ReportFlags::ReportFlags(cl::SubCommand &Sub)
    : Formats("format",
              cl::desc("form of the output (text, the default, json, sarif, github, gitlab, junit, html) and "
                       "the file it "
                       "goes to; may be repeated"),
              cl::value_desc("form[=file]"), cl::sub(Sub), cl::cat(ownOptions())),
      Output("output", cl::desc("write the report that names no file to this one"), cl::value_desc("file"),
             cl::sub(Sub), cl::cat(ownOptions())),
      BaselineFile(
          "baseline",
          cl::desc("compare with this baseline (default: .cotidy-baseline.json in this folder or one "
                   "above it in the project, if there is one)"),
          cl::value_desc("file"), cl::sub(Sub), cl::cat(ownOptions())),
      NoBaseline("no-baseline", cl::desc("compare with no baseline"), cl::sub(Sub), cl::cat(ownOptions())),
      FailsOn("fail-on", cl::desc("what makes the exit code 1"),
              cl::values(clEnumValN(FailOn::New, "new", "a finding that is not in the baseline (default)"),
                         clEnumValN(FailOn::Any, "any", "any finding"),
                         clEnumValN(FailOn::None, "none", "nothing")),
              cl::init(FailOn::New), cl::sub(Sub), cl::cat(ownOptions())) {}

Error ReportFlags::apply(ScanOptions &Options) const {
  for (const std::string &Word : Formats) {
    Expected<ReportRequest> Request = parseReportRequest(Word);
    if (!Request)
      return Request.takeError();
    Options.Reports.push_back(std::move(*Request));
  }
  if (Options.Reports.empty())
    Options.Reports.emplace_back();
  unsigned ToStdout = 0;
  for (ReportRequest &Request : Options.Reports)
    if (Request.File.empty() || Request.File == "-") {
      Request.File = Output;
      ++ToStdout;
    }
  if (ToStdout > 1)
    return createStringError("more than one report goes to " +
                             (Output.empty() ? "standard output" : "'" + Output + "'") +
                             "; name a file for each, as in --format json=findings.json");
  if (NoBaseline && !BaselineFile.empty())
    return createStringError("--baseline and --no-baseline exclude each other");
  if (!NoBaseline)
    Options.BaselineFile = BaselineFile.empty() ? findBaseline(currentFolder()) : std::string(BaselineFile);
  Options.FailsOn = FailsOn;
  return Error::success();
}

Expected<std::optional<Baseline>> readBaseline(const ScanOptions &Options) {
  if (Options.BaselineFile.empty())
    return std::nullopt;
  Expected<Baseline> Read = Baseline::read(Options.BaselineFile);
  if (!Read)
    return Read.takeError();
  return std::move(*Read);
}

} // namespace cotidy
