// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A scan as JSON. docs/cotidy.md describes the format; its version changes when a reader has to change.

#ifndef COTIDY_TOOL_JSONREPORT_H
#define COTIDY_TOOL_JSONREPORT_H

#include "Report.h"

namespace cotidy {

class JsonReport : public Report {
public:
  static constexpr int Version = 1;

  explicit JsonReport(llvm::raw_ostream &Out) : Out(Out) {}

  void add(const UnitResult &Unit) override;
  void finish(const ScanSummary &Summary) override;

private:
  llvm::raw_ostream &Out;
  llvm::json::Array Units;
  llvm::json::Array Findings;
};

} // namespace cotidy

#endif
