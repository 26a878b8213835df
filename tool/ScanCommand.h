// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_TOOL_SCANCOMMAND_H
#define COTIDY_TOOL_SCANCOMMAND_H

#include "ExitCode.h"
#include "ScanOptions.h"

#include "llvm/ADT/StringRef.h"

namespace cotidy {

/// `cotidy scan`. \p Program is our own path, for the workers.
ExitCode scan(const ScanOptions &Options, llvm::StringRef Program);

} // namespace cotidy

#endif
