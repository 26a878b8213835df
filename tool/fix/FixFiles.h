// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which files fixes may change, and how they are written.

#ifndef COTIDY_TOOL_FIX_FIXFILES_H
#define COTIDY_TOOL_FIX_FIXFILES_H

#include "scan/ScanSummary.h"

#include "llvm/Support/Error.h"

namespace cotidy {

class FixFiles {
public:
  /// Of the project that \p Folder belongs to.
  FixFiles(llvm::StringRef Folder, ScanSummary &Summary);

  /// Why the file must not be changed; empty if it may be.
  std::string refusal(llvm::StringRef File);

  /// \p File as it is shown: relative to the root of the project.
  std::string shown(llvm::StringRef File) const;

  /// Puts \p After in the place of \p Before; fails, and leaves the file as it is, if it is something else by
  /// now or the disk is full.
  llvm::Error write(llvm::StringRef File, llvm::StringRef Before, llvm::StringRef After);

private:
  std::string Root;
  ScanSummary &Summary;
};

} // namespace cotidy

#endif
