// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The paths in the result of a unit.

#ifndef COTIDY_TOOL_PROGRAM_RESULTPATHS_H
#define COTIDY_TOOL_PROGRAM_RESULTPATHS_H

#include "scan/ScanResults.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy {

/// Calls \p Change with each path that the JSON of the result has.
void forEachPath(UnitResult &Result, llvm::function_ref<void(std::string &)> Change);

/// \p Path relative to \p Folder if it lies below it, else as it is.
std::string relativePath(llvm::StringRef Path, llvm::StringRef Folder);

} // namespace cotidy

#endif
