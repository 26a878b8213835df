// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Analyses one unit. The pool calls it in a process of its own.

#ifndef COTIDY_TOOL_SCANWORKER_H
#define COTIDY_TOOL_SCANWORKER_H

#include "ReadFiles.h"
#include "ScanDatabase.h"
#include "ScanOptions.h"
#include "ScanResults.h"

namespace cotidy {

struct UnitAnswer {
  UnitResult Result;
  ReadFiles Read;
};

/// \p Since is when the scan began.
UnitAnswer analyse(const Unit &U, const AnalysisSettings &Settings, TimePoint Since);

llvm::json::Value toJSON(const UnitAnswer &A);
bool fromJSON(const llvm::json::Value &V, UnitAnswer &A, llvm::json::Path At);

} // namespace cotidy

#endif
