// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Why a check warns, as a hover says it.

#ifndef COTIDY_TOOL_CLANGD_REASONS_H
#define COTIDY_TOOL_CLANGD_REASONS_H

#include "PublishedFindings.h"

namespace cotidy {

/// Adds to \p Hover, the answer to a `textDocument/hover` (null where clangd knows nothing to say), why each
/// of the checks warns and where more is to be read. Without findings it stays what it is.
void addReasons(llvm::json::Value &Hover, llvm::ArrayRef<const PublishedFinding *> Findings, bool Markdown);

} // namespace cotidy

#endif
