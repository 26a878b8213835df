// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Analyses one unit. It runs in a process of its own, so that whatever happens to it happens to that unit
// alone: the pool starts `cotidy --worker JOB RESULT`, both files JSON.

#ifndef COTIDY_TOOL_SCANWORKER_H
#define COTIDY_TOOL_SCANWORKER_H

#include "ScanDatabase.h"
#include "ScanOptions.h"
#include "ScanResults.h"

namespace cotidy {

constexpr llvm::StringLiteral WorkerFlag = "--worker";

struct Job {
  AnalysisSettings Analysis;
  clang::tooling::CompileCommand Command;
};

llvm::json::Value toJSON(const Job &J);

UnitResult analyse(const Job &J);

/// The worker's main; nonzero if the job could not be read or the result not be written.
int runWorker(llvm::StringRef JobPath, llvm::StringRef ResultPath);

} // namespace cotidy

#endif
