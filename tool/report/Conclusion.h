// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The last half of every command that ends with the reports of a scan.

#ifndef COTIDY_TOOL_REPORT_CONCLUSION_H
#define COTIDY_TOOL_REPORT_CONCLUSION_H

#include "Console.h"
#include "Report.h"

namespace cotidy {

/// Puts the results into the summary.
void summarise(llvm::MutableArrayRef<UnitResult> Results, ScanSummary &Summary);

/// Puts both into the reports.
llvm::Error writeReports(llvm::ArrayRef<UnitResult> Results, const ScanSummary &Summary, Reports &Output);

/// Says in one line how the scan went, and returns how the program ends.
int conclude(const ScanSummary &Summary, llvm::Error WriteProblem, Console &Says);

} // namespace cotidy

#endif
