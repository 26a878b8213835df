// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which units have to do with a change: they read a file of it. The cache knows what units read; of the
// others the includes are followed, which is much less than to parse them.

#ifndef COTIDY_TOOL_SCAN_AFFECTEDUNITS_H
#define COTIDY_TOOL_SCAN_AFFECTEDUNITS_H

#include "ChangedLines.h"
#include "ScanPool.h"

namespace cotidy {

/// Those that have to be analysed, or whose result is in the cache; in order. A unit of which it cannot be
/// told what it reads is among them.
std::vector<ScanUnit> affectedUnits(const ScanRun &Run, const ChangedLines &Changes);

} // namespace cotidy

#endif
