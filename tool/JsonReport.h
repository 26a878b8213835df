// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A scan as JSON. docs/cotidy.md describes the format; its version changes when a reader has to change.

#ifndef COTIDY_TOOL_JSONREPORT_H
#define COTIDY_TOOL_JSONREPORT_H

#include "ScanSummary.h"

#include "llvm/Support/raw_ostream.h"

namespace cotidy {

class JsonReport {
public:
  static constexpr int Version = 1;

  /// Called for each unit, in order.
  void add(const UnitResult &Unit);
  /// Called once, after the last unit.
  void write(const ScanSummary &Summary, llvm::raw_ostream &Out);

private:
  llvm::json::Array Units;
  llvm::json::Array Findings;
};

} // namespace cotidy

#endif
