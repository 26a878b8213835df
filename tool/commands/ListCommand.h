// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_TOOL_LISTCOMMAND_H
#define COTIDY_TOOL_LISTCOMMAND_H

#include "ExitCode.h"
#include "scan/ScanOptions.h"

namespace cotidy {

/// `cotidy list`: every check with what is known of it.
ExitCode listChecks(ReportFormat Format);

} // namespace cotidy

#endif
