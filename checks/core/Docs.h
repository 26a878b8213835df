// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where a check is explained.

#ifndef COTIDY_CORE_DOCS_H
#define COTIDY_CORE_DOCS_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace cotidy {

/// The address of the page of a check, whose name is given with or without `async-`. The CMake setting
/// COTIDY_DOCS_URL says where the pages are.
std::string docsLink(llvm::StringRef Check);

/// The text of the page, built into the program; empty if there is no such check.
llvm::StringRef docsPage(llvm::StringRef Check);

/// What the page says under "Why": what the finding costs.
llvm::StringRef docsReason(llvm::StringRef Check);

} // namespace cotidy

#endif
