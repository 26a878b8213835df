// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report.h"

#include "GitHubReport.h"
#include "GitLabReport.h"
#include "HtmlReport.h"
#include "JUnitReport.h"
#include "JsonReport.h"
#include "SarifReport.h"
#include "TextReport.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace cotidy {

Report::~Report() = default;

static constexpr std::pair<StringLiteral, ReportFormat> Formats[] = {
    {"text", ReportFormat::Text},     {"json", ReportFormat::Json},     {"sarif", ReportFormat::Sarif},
    {"github", ReportFormat::GitHub}, {"gitlab", ReportFormat::GitLab}, {"junit", ReportFormat::JUnit},
    {"html", ReportFormat::Html},
};

Expected<ReportRequest> parseReportRequest(StringRef Word) {
  auto [Name, File] = Word.split('=');
  for (const auto &[Known, Format] : Formats)
    if (Name == Known)
      return ReportRequest{Format, File.str()};
  std::vector<StringRef> Names;
  for (const auto &[Known, Format] : Formats)
    Names.push_back(Known);
  return createStringError("there is no output '" + Name + "'; there are " + join(Names, ", "));
}

std::unique_ptr<Report> makeReport(ReportFormat Format, raw_ostream &Out) {
  switch (Format) {
  case ReportFormat::Text:
    return std::make_unique<TextReport>(Out);
  case ReportFormat::Json:
    return std::make_unique<JsonReport>(Out);
  case ReportFormat::Sarif:
    return std::make_unique<SarifReport>(Out);
  case ReportFormat::GitHub:
    return std::make_unique<GitHubReport>(Out);
  case ReportFormat::GitLab:
    return std::make_unique<GitLabReport>(Out);
  case ReportFormat::JUnit:
    return std::make_unique<JUnitReport>(Out);
  case ReportFormat::Html:
    return std::make_unique<HtmlReport>(Out);
  }
  llvm_unreachable("every format has a report");
}

static Error cannotWrite(StringRef File, std::error_code Problem) {
  return createStringError(Problem, File.empty() ? "cannot write the report: " + Problem.message()
                                                 : "cannot write '" + File + "': " + Problem.message());
}

Expected<Reports> Reports::open(ArrayRef<ReportRequest> Requests) {
  Reports Result;
  for (const ReportRequest &Request : Requests) {
    Entry E;
    E.File = Request.File;
    if (!E.File.empty()) {
      std::error_code Problem;
      E.Owned = std::make_unique<raw_fd_ostream>(E.File, Problem);
      if (Problem)
        return cannotWrite(E.File, Problem);
    }
    E.Writer = makeReport(Request.Format, E.Owned ? *E.Owned : outs());
    Result.Entries.push_back(std::move(E));
  }
  return Result;
}

void Reports::add(const UnitResult &Unit) {
  for (Entry &E : Entries)
    E.Writer->add(Unit);
}

Error Reports::finish(const ScanSummary &Summary) {
  Error Problems = Error::success();
  for (Entry &E : Entries) {
    E.Writer->finish(Summary);
    raw_fd_ostream &Out = E.Owned ? *E.Owned : outs();
    Out.flush();
    if (Out.has_error()) {
      Problems = joinErrors(std::move(Problems), cannotWrite(E.File, Out.error()));
      Out.clear_error();
    }
  }
  return Problems;
}

} // namespace cotidy
