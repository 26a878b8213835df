// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Findings as the Code Quality report of GitLab, which merge requests show.

#ifndef COTIDY_TOOL_REPORT_GITLABREPORT_H
#define COTIDY_TOOL_REPORT_GITLABREPORT_H

#include "Report.h"
#include "SourceTree.h"

namespace cotidy {

class GitLabReport : public Report {
public:
  explicit GitLabReport(llvm::raw_ostream &Out) : Out(Out) {}

  void add(const UnitResult &Unit) override;
  void finish(const ScanSummary &Summary) override;

private:
  void add(const ScanFinding &F, llvm::StringRef Severity, llvm::StringRef Identity);

  llvm::raw_ostream &Out;
  SourceTree Sources;
  llvm::json::Array Entries;
  llvm::StringMap<unsigned> Alike;
};

} // namespace cotidy

#endif
