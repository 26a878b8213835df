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

/// The text of files, by absolute path.
using FileTexts = std::map<std::string, std::string>;

struct UnitAnswer {
  UnitResult Result;
  ReadFiles Read;
  std::map<std::string, double> CheckSeconds;
};

/// What is wanted of a unit.
enum class Purpose {
  Findings, ///< and what it tells its program
  Summary,  ///< only what it tells its program: it has no coroutine code
};

/// \p Since is when the scan began; \p Timed asks for what each check took; the files of
/// \p Changed are taken to be different from what is on the disk.
UnitAnswer analyse(const ScanUnit &U, const AnalysisSettings &Settings, TimePoint Since, Purpose For,
                   bool Timed, const FileTexts *Changed = nullptr);

llvm::json::Value toJSON(const UnitAnswer &A);
bool fromJSON(const llvm::json::Value &V, UnitAnswer &A, llvm::json::Path At);

} // namespace cotidy

#endif
