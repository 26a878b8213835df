// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_TOOL_REPRODUCE_H
#define COTIDY_TOOL_REPRODUCE_H

#include "ScanDatabase.h"

namespace cotidy {

/// A line for a shell that analyses \p U alone, as this scan did.
std::string reproduce(const ScanOptions &Options, const UnitList &List, const ScanUnit &U);

} // namespace cotidy

#endif
