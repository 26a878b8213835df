// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_TOOL_SCANCOMMAND_H
#define COTIDY_TOOL_SCANCOMMAND_H

#include "ExitCode.h"
#include "scan/ScanOptions.h"

#include "llvm/ADT/StringRef.h"

namespace cotidy {

/// `cotidy scan`: an ExitCode, or 128 and the number of the signal that ended it. \p Program is our own path.
int scan(const ScanOptions &Options, llvm::StringRef Program);

} // namespace cotidy

#endif
