// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The lines that a change touches, from a unified diff or from git. The names in a diff are only compared
// with those of findings and units; no file is opened because a diff names it.

#ifndef COTIDY_TOOL_SCAN_CHANGEDLINES_H
#define COTIDY_TOOL_SCAN_CHANGEDLINES_H

#include "ScanResults.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include <set>

namespace cotidy {

class ChangedLines {
public:
  /// Names are relative to one of \p Folders, the first of them where there is such a file. Fails with the
  /// line of the diff that cannot be read.
  static llvm::Expected<ChangedLines> parse(llvm::StringRef Diff, llvm::ArrayRef<std::string> Folders);

  /// What the working tree changes since it parted from the commit \p Base; asks git.
  static llvm::Expected<ChangedLines> since(llvm::StringRef Base, llvm::StringRef Folder);

  bool hasFile(llvm::StringRef Path) const;
  /// Whether the finding, what it underlines, or its evidence is on a line that was added or changed.
  bool touches(const ScanFinding &F) const;

private:
  const std::set<uint64_t> *linesOf(llvm::StringRef Path) const;
  bool touches(const Span &S) const;

  llvm::StringMap<std::set<uint64_t>> Files; ///< by real path
};

} // namespace cotidy

#endif
