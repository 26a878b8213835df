// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Findings as the workflow commands that GitHub Actions turns into annotations of the changed files.

#ifndef COTIDY_TOOL_REPORT_GITHUBREPORT_H
#define COTIDY_TOOL_REPORT_GITHUBREPORT_H

#include "Report.h"
#include "SourceTree.h"

namespace cotidy {

class GitHubReport : public Report {
public:
  explicit GitHubReport(llvm::raw_ostream &Out) : Out(Out) {}

  void add(const UnitResult &Unit) override;
  void finish(const ScanSummary &) override {}

private:
  void write(llvm::StringRef Level, const Place &At, uint64_t Length, llvm::StringRef Title,
             const llvm::Twine &Message);

  llvm::raw_ostream &Out;
  SourceTree Sources;
};

} // namespace cotidy

#endif
