// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs the units of a scan, each in a process of its own and some at a time, the longest first.

#ifndef COTIDY_TOOL_SCANPOOL_H
#define COTIDY_TOOL_SCANPOOL_H

#include "Console.h"
#include "ResultCache.h"
#include "ScanDatabase.h"
#include "ScanResults.h"
#include "ScanWorker.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy {

struct ScanRun {
  const ScanOptions &Options;
  const UnitList &List;
  ResultCache *Cache; ///< may be null
  Console &Says;
  TimePoint Began;
  const FileTexts *Changed = nullptr; ///< files that are taken to be different
};

/// Calls \p Done with the result of each of \p Units, in their order and as early as that order allows; it
/// returns how many findings that adds. After an interrupt the units that are left are so marked.
void runUnits(const ScanRun &Run, llvm::ArrayRef<const ScanUnit *> Units, Purpose For,
              llvm::function_ref<size_t(UnitResult)> Done);

} // namespace cotidy

#endif
