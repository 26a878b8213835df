// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A scan as SARIF 2.1.0, the form that code scanning services and editors read.

#ifndef COTIDY_TOOL_REPORT_SARIFREPORT_H
#define COTIDY_TOOL_REPORT_SARIFREPORT_H

#include "Report.h"
#include "SourceTree.h"

#include <map>

namespace cotidy {

class SarifReport : public Report {
public:
  explicit SarifReport(llvm::raw_ostream &Out) : Out(Out) {}

  void add(const UnitResult &Unit) override;
  void finish(const ScanSummary &Summary) override;

private:
  llvm::json::Object artifactLocation(llvm::StringRef File);
  llvm::json::Object region(llvm::StringRef File, uint64_t Begin, uint64_t End);
  llvm::json::Object location(const Place &At, uint64_t Length);
  llvm::json::Object result(const ScanFinding &F);
  llvm::json::Object fix(const Fix &X);
  llvm::json::Array codeFlows(const ScanFinding &F);
  void notify(llvm::StringRef Descriptor, const llvm::Twine &Message, llvm::json::Array Locations);

  llvm::raw_ostream &Out;
  SourceTree Sources;
  llvm::json::Array Results, Notifications, Artifacts;
  std::map<std::string, size_t> ArtifactIndex;
};

} // namespace cotidy

#endif
