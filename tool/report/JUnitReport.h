// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A scan as the results of tests, in the XML of JUnit: each unit is a test that passes, each finding one that
// fails.

#ifndef COTIDY_TOOL_REPORT_JUNITREPORT_H
#define COTIDY_TOOL_REPORT_JUNITREPORT_H

#include "Report.h"
#include "SourceTree.h"

namespace cotidy {

class JUnitReport : public Report {
public:
  explicit JUnitReport(llvm::raw_ostream &Out) : Out(Out), CasesText(Cases) {}

  void add(const UnitResult &Unit) override;
  void finish(const ScanSummary &Summary) override;

private:
  void addFinding(const ScanFinding &F);
  void addUnit(const UnitResult &Unit);
  std::string where(const Place &At);

  llvm::raw_ostream &Out;
  SourceTree Sources;
  std::string Cases;
  llvm::raw_string_ostream CasesText;
  size_t Tests = 0, Failures = 0, Errors = 0, Skipped = 0;
  double Seconds = 0;
};

} // namespace cotidy

#endif
