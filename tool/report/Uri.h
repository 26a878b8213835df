// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_TOOL_REPORT_URI_H
#define COTIDY_TOOL_REPORT_URI_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace cotidy {

/// \p Path as the path of a URI: every byte that has a meaning in one, or none, is written as a number.
std::string uriPath(llvm::StringRef Path);

/// The URI of an absolute path.
std::string fileUri(llvm::StringRef Path);

} // namespace cotidy

#endif
