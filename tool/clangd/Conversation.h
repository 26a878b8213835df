// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What clangd and the editor say to each other passes here, and what is said of our findings is completed.

#ifndef COTIDY_TOOL_CLANGD_CONVERSATION_H
#define COTIDY_TOOL_CLANGD_CONVERSATION_H

#include "Transport.h"

#include <memory>

namespace cotidy {

/// Speaks through \p Wire. A diagnostic of a check links to the check's page, for clangd makes up one on
/// LLVM's site; a hover over a finding also says what it costs.
std::unique_ptr<clang::clangd::Transport> explain(std::unique_ptr<clang::clangd::Transport> Wire);

} // namespace cotidy

#endif
