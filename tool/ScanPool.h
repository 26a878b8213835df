// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs the units of a scan, each in a process of its own and some at a time.

#ifndef COTIDY_TOOL_SCANPOOL_H
#define COTIDY_TOOL_SCANPOOL_H

#include "ScanDatabase.h"
#include "ScanResults.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"

namespace cotidy {

/// Calls \p Done with the result of each unit, in the order of the list and as early as that order allows.
/// Fails if
/// the workers' files have no place to be.
llvm::Error runUnits(llvm::ArrayRef<Unit> Units, const ScanOptions &Options, llvm::StringRef Program,
                     llvm::function_ref<void(UnitResult)> Done);

} // namespace cotidy

#endif
