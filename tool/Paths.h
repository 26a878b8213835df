// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_TOOL_PATHS_H
#define COTIDY_TOOL_PATHS_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace cotidy {

std::string currentFolder();

/// \p Path without `.` and `..`, relative to \p Folder if it is not absolute.
std::string absolutePath(llvm::StringRef Path, llvm::StringRef Folder);

/// Whether \p Path is \p Folder or lies below it; both absolute.
bool isBelow(llvm::StringRef Path, llvm::StringRef Folder);

/// The nearest folder at or above \p Folder that is the root of a version-controlled tree; empty if there is
/// none.
std::string versionedRoot(llvm::StringRef Folder);

} // namespace cotidy

#endif
