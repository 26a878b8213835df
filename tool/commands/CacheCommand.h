// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_TOOL_CACHECOMMAND_H
#define COTIDY_TOOL_CACHECOMMAND_H

#include "ExitCode.h"
#include "scan/ScanOptions.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace cotidy {

/// Where results are kept if nobody says otherwise; empty if there is no such place.
std::string defaultCacheFolder();

/// `cotidy cache stats` and `cotidy cache clear`.
ExitCode cacheCommand(llvm::ArrayRef<std::string> Words, const CacheSettings &Settings);

} // namespace cotidy

#endif
