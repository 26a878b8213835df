// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_TOOL_EXPLAINCOMMAND_H
#define COTIDY_TOOL_EXPLAINCOMMAND_H

#include "ExitCode.h"

#include "llvm/ADT/StringRef.h"

namespace cotidy {

/// `cotidy explain CHECK`: its page, set for a terminal.
ExitCode explain(llvm::StringRef Check);

} // namespace cotidy

#endif
