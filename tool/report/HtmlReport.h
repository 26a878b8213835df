// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A scan as one page that needs no server: the page in html/, with the findings as data in it.

#ifndef COTIDY_TOOL_REPORT_HTMLREPORT_H
#define COTIDY_TOOL_REPORT_HTMLREPORT_H

#include "CodeOwners.h"
#include "Report.h"
#include "SourceTree.h"

#include <map>

namespace cotidy {

class HtmlReport : public Report {
public:
  explicit HtmlReport(llvm::raw_ostream &Out) : Out(Out), Owners(Sources.root()) {}

  void add(const UnitResult &Unit) override;
  void finish(const ScanSummary &Summary) override;

private:
  size_t fileIndex(llvm::StringRef File);
  llvm::json::Object place(const Place &At);
  llvm::json::Object excerpt(const Place &At, uint64_t Length, unsigned Around);
  llvm::json::Object fix(const Fix &X);
  llvm::json::Object finding(const ScanFinding &F);
  llvm::json::Object checks(const ScanSummary &Summary) const;
  llvm::json::Object data(const ScanSummary &Summary);

  llvm::raw_ostream &Out;
  SourceTree Sources;
  CodeOwners Owners;
  llvm::json::Array Files, Findings, Incomplete;
  std::map<std::string, size_t> FileIndex;
};

} // namespace cotidy

#endif
